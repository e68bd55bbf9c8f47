#include "cause/relations.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <numbers>
#include <string_view>

#include "cause/round_number.hpp"
#include "cause/unit_factors.hpp"

namespace tapir::trace {

namespace {

/// Whether a range pins a number down to a relative uncertainty.
bool sharp(const Range& range, double relative) {
    return range.half_width() <= relative * std::fabs(range.middle());
}

ShownNumber nine_digits(double value) {
    constexpr int digits = 9;
    return {value, digits};
}

} // namespace

std::optional<StageMatch> zero_for_value(const Observations& observations) {
    const Observations all = departing(observations);
    const bool zero = std::all_of(all.begin(), all.end(), [](const Observation& here) {
        return std::fabs(here.value) <= here.print_error;
    });
    return zero ? std::optional(StageMatch::of_odd_side(CauseClass::formula, Rule::zero_for_value))
                : std::nullopt;
}

std::optional<StageMatch> other_sign(const Observations& observations) {
    const Observations all = departing(observations);
    const bool flipped = std::all_of(all.begin(), all.end(), [](const Observation& here) {
        return here.fits(-here.expected) && std::fabs(here.expected) > here.allowed;
    });
    return flipped ? std::optional(StageMatch{CauseClass::sign, Rule::opposite_sign})
                   : std::nullopt;
}

std::optional<StageMatch> other_unit(const Observations& observations, const TapSpec& spec) {
    const bool pure = std::string_view(spec.unit) == "1"; // no power of ten is a unit of it
    const std::optional<Range> ratio = common_ratio(observations);
    if (!ratio || ratio->middle() <= 0) {
        return std::nullopt;
    }
    constexpr double unmistakable = 1e-4;
    const double power = std::round(std::log10(ratio->middle()));
    if (power != 0 && !pure && ratio->holds(std::pow(10.0, power)) && sharp(*ratio, unmistakable)) {
        return StageMatch{
            CauseClass::unit, Rule::stage_times_power_of_ten, {static_cast<Count>(power)}};
    }
    for (const UnitFactor& factor : unit_factors) {
        if (ratio->holds(factor.value) && sharp(*ratio, unmistakable)) {
            return StageMatch{CauseClass::unit, Rule::stage_times_angle_unit, {factor.unit}};
        }
    }
    return std::nullopt;
}

std::optional<StageMatch> other_order(const Observations& observations) {
    std::map<Site, Observations> sites;
    for (const Observation& here : departing(observations)) {
        sites[here.site].push_back(here);
    }
    for (const auto& [site, row] : sites) {
        if (row.size() < 2) {
            return std::nullopt;
        }
        Observations left = row;
        for (const Observation& here : row) {
            const auto match =
                std::find_if(left.begin(), left.end(), [&here](const Observation& other) {
                    return std::fabs(here.value - other.expected) <=
                           std::max(here.allowed, other.allowed);
                });
            if (match == left.end()) {
                return std::nullopt;
            }
            left.erase(match);
        }
    }
    return StageMatch{CauseClass::permutation, Rule::components_reordered};
}

Observations departing(const Observations& observations) {
    Observations result;
    std::copy_if(observations.begin(), observations.end(), std::back_inserter(result),
                 [](const Observation& here) { return here.departs; });
    return result;
}

std::optional<Range> common_ratio(const Observations& observations) {
    Range range;
    for (const Observation& here : departing(observations)) {
        if (here.expected == 0) {
            return std::nullopt;
        }
        const double ratio = here.value / here.expected;
        // what makes the stage's value uncertain is scaled with it; what the print cuts off is not
        constexpr double much_smaller = 0.5;
        const double uncertain = std::fabs(ratio) < much_smaller
                                     ? here.allowed * std::fabs(ratio) + here.print_error
                                     : here.allowed * std::fmax(1, std::fabs(ratio));
        range.narrow(ratio, uncertain / std::fabs(here.expected));
    }
    return range.any() ? std::optional(range) : std::nullopt;
}

std::optional<Range> common_shift(const Observations& observations) {
    Range range;
    for (const Observation& here : departing(observations)) {
        range.narrow(here.difference(), here.allowed);
    }
    return range.any() ? std::optional(range) : std::nullopt;
}

int different_values(const Observations& observations) {
    std::vector<Observation> kept;
    for (const Observation& here : departing(observations)) {
        const bool known = std::any_of(kept.begin(), kept.end(), [&here](const Observation& other) {
            return std::fabs(here.expected - other.expected) <= here.allowed + other.allowed;
        });
        if (!known) {
            kept.push_back(here);
        }
    }
    return static_cast<int>(kept.size());
}

std::optional<StageMatch> wrong_length(const Observations& observations) {
    const std::optional<Range> ratio = common_ratio(observations);
    const Site site = departing(observations).front().site;
    double expected = 0;
    double value = 0;
    double unit = 1e-12;
    int components = 0;
    for (const Observation& here : observations) {
        if (here.site == site) {
            expected = std::hypot(expected, here.expected);
            value = std::hypot(value, here.value);
            unit += here.allowed;
            ++components;
        }
    }
    constexpr int three = 3;
    if (!ratio || components != three || std::fabs(expected - 1) > unit || !ratio->holds(value)) {
        return std::nullopt;
    }
    return StageMatch::of_odd_side(CauseClass::normalisation, Rule::not_normalised,
                                   {ShownNumber{value}});
}

std::optional<StageMatch> whole_factor(const Observations& observations) {
    const std::optional<Range> found = common_ratio(observations);
    if (!found) {
        return std::nullopt;
    }
    const Range& ratio = *found;
    constexpr double unmistakable = 1e-3;
    constexpr double most = 1e5;
    const double size = std::fabs(ratio.middle());
    const double larger = size > 1 ? size : 1 / size;
    const double whole = std::round(larger);
    const double nearest = std::copysign(size > 1 ? whole : 1 / whole, ratio.middle());
    if (whole < 2 || whole > most || !ratio.holds(nearest) || !sharp(ratio, unmistakable / whole)) {
        return std::nullopt;
    }
    return StageMatch{CauseClass::normalisation,
                      size > 1 ? Rule::stage_times_whole : Rule::stage_divided_by_whole,
                      {static_cast<Count>(whole)}};
}

std::optional<StageMatch> round_factor(const Observations& observations, int most_digits) {
    const std::optional<Range> ratio = common_ratio(observations);
    if (!ratio) {
        return std::nullopt;
    }
    const Range excess{ratio->low - 1, ratio->high - 1};
    const double round = round_excess_in(excess, most_digits);
    if (std::isnan(round)) {
        return std::nullopt;
    }
    return StageMatch{CauseClass::scale, Rule::stage_times_round, {OnePlus{{round}}}};
}

std::optional<StageMatch> round_shift(const Observations& observations) {
    const std::optional<Range> shift = common_shift(observations);
    if (!shift) {
        return std::nullopt;
    }
    constexpr int most_digits = 3;
    const double round = round_number_in(*shift, most_digits);
    if (std::isnan(round)) {
        return std::nullopt;
    }
    return StageMatch{CauseClass::offset, Rule::stage_plus_round, {nine_digits(round)}};
}

StageMatch any_relation(const Observations& observations) {
    const std::optional<Range> ratio = common_ratio(observations);
    const std::optional<Range> shift = common_shift(observations);
    const bool several = different_values(observations) > 1;
    if (shift && several && !ratio) {
        return {CauseClass::offset, Rule::stage_plus_constant, {nine_digits(shift->middle())}};
    }
    if (ratio && several) {
        return {CauseClass::scale, Rule::stage_times_constant, {nine_digits(ratio->middle())}};
    }
    return {CauseClass::formula, Rule::no_relation};
}

} // namespace tapir::trace
