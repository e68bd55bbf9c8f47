#include "cause/relations.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <numbers>
#include <set>

#include "cause/class_without_scene.hpp"
#include "cause/unit_factors.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// Whether a range pins a number down to a relative uncertainty.
bool sharp(const Range& range, double relative) {
    return range.half_width() <= relative * std::fabs(range.middle());
}

std::string nine_digits(double value) {
    constexpr int digits = 9;
    return general(value, digits);
}

std::optional<Classification> other_sign(const Observations& all) {
    const bool flipped = std::all_of(all.begin(), all.end(), [](const Observation& here) {
        return here.fits(-here.expected) && std::fabs(here.expected) > here.allowed;
    });
    return flipped ? std::optional(Classification{
                         "sign", "every departing component has the opposite sign", ""})
                   : std::nullopt;
}

/// @param pure  the value is a pure number, of which no power of ten is a unit
std::optional<Classification> other_unit(const Observations& all, bool pure) {
    const std::optional<Range> ratio = common_ratio(all);
    if (!ratio || ratio->middle() <= 0) {
        return std::nullopt;
    }
    constexpr double unmistakable = 1e-4;
    const double power = std::round(std::log10(ratio->middle()));
    if (power != 0 && !pure && ratio->holds(std::pow(10.0, power)) && sharp(*ratio, unmistakable)) {
        return Classification{"unit",
                              "the candidate's value is the stage's times 10^" +
                                  std::to_string(static_cast<int>(power)),
                              ""};
    }
    for (const UnitFactor& factor : unit_factors) {
        if (ratio->holds(factor.value) && sharp(*ratio, unmistakable)) {
            return Classification{
                "unit", std::string("the candidate's value is the stage's times ") + factor.name,
                ""};
        }
    }
    return std::nullopt;
}

/// The departing components of every site are those the stage gives, in another order.
std::optional<Classification> other_order(const Observations& all) {
    std::map<Site, Observations> sites;
    for (const Observation& here : all) {
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
    return Classification{"permutation", "the same components in another order", ""};
}

} // namespace

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

std::optional<Classification> plain_relation(const Observations& observations,
                                             const TapSpec& spec) {
    const Observations all = departing(observations);
    if (std::all_of(all.begin(), all.end(), [](const Observation& here) {
            return std::fabs(here.value) <= here.print_error;
        })) {
        return Classification{"formula", "zero stands where the stage gives a value", "candidate"};
    }
    if (auto found = other_sign(all)) {
        return found;
    }
    if (auto found = other_unit(all, std::string_view(spec.unit) == "1")) {
        return found;
    }
    return other_order(all);
}

std::optional<Classification> wrong_length(const Observations& observations) {
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
    return Classification{"normalisation",
                          "the candidate's vector is the stage's unit vector times " +
                              general15(value) + ": it is not normalised",
                          "candidate"};
}

std::optional<Classification> whole_factor(const Observations& observations) {
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
    return Classification{"normalisation",
                          "the candidate's value is the stage's " +
                              std::string(size > 1 ? "times " : "divided by ") + general15(whole),
                          "", false};
}

std::optional<Classification> round_factor(const Observations& observations, int most_digits) {
    const std::optional<Range> ratio = common_ratio(observations);
    if (!ratio) {
        return std::nullopt;
    }
    const Range excess{ratio->low - 1, ratio->high - 1};
    const double round = round_excess_in(excess, most_digits);
    if (std::isnan(round)) {
        return std::nullopt;
    }
    return Classification{"scale",
                          "the candidate's value is the stage's times 1 " +
                              std::string(round < 0 ? "- " : "+ ") + general15(std::fabs(round)),
                          ""};
}

std::optional<Classification> round_shift(const Observations& observations) {
    const std::optional<Range> shift = common_shift(observations);
    if (!shift) {
        return std::nullopt;
    }
    constexpr int most_digits = 3;
    const double round = round_number_in(*shift, most_digits);
    if (std::isnan(round)) {
        return std::nullopt;
    }
    return Classification{"offset",
                          "the candidate's value is the stage's plus " + nine_digits(round), ""};
}

Classification any_relation(const Observations& observations) {
    const std::optional<Range> ratio = common_ratio(observations);
    const std::optional<Range> shift = common_shift(observations);
    const bool several = different_values(observations) > 1;
    if (shift && several && !ratio) {
        return {"offset",
                "the candidate's value is the stage's plus " + nine_digits(shift->middle()), "",
                false};
    }
    if (ratio && several) {
        return {"scale",
                "the candidate's value is the stage's times " + nine_digits(ratio->middle()), "",
                false};
    }
    return {"formula", no_relation, "", false};
}

} // namespace tapir::trace
