#include "relations.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <numbers>
#include <set>

#include "classify.hpp"
#include "tapir/trace/number_text.hpp"
#include "unit_factors.hpp"

namespace tapir::trace {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

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

std::optional<Classification> other_unit(const Observations& all) {
    const std::optional<Range> ratio = common_ratio(all);
    if (!ratio || ratio->middle() <= 0) {
        return std::nullopt;
    }
    constexpr double unmistakable = 1e-4;
    const double power = std::round(std::log10(ratio->middle()));
    if (power != 0 && ratio->holds(std::pow(10.0, power)) && sharp(*ratio, unmistakable)) {
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

std::string short_pi(double excess) {
    constexpr int digits = 9;
    return general(std::numbers::pi * (1 + excess), digits);
}

double round_number_in(const Range& range, int digits) {
    const double middle = range.middle();
    if (middle == 0 || !std::isfinite(middle)) {
        return none;
    }
    const double largest = std::fabs(middle) + range.half_width();
    const double unit = std::pow(10.0, std::floor(std::log10(largest)) - digits + 1);
    const double rounded = std::round(middle / unit) * unit;
    constexpr double by_accident = 0.1; // of the distance of two round numbers
    return range.holds(rounded) && range.half_width() <= by_accident * unit ? rounded : none;
}

std::optional<Range> common_ratio(const Observations& observations) {
    Range range;
    for (const Observation& here : departing(observations)) {
        if (here.expected == 0) {
            return std::nullopt;
        }
        const double ratio = here.value / here.expected;
        range.narrow(ratio,
                     here.allowed * std::fmax(1, std::fabs(ratio)) / std::fabs(here.expected));
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

std::optional<Classification> plain_relation(const Observations& observations) {
    const Observations all = departing(observations);
    if (auto found = other_sign(all)) {
        return found;
    }
    if (auto found = other_unit(all)) {
        return found;
    }
    return other_order(all);
}

std::optional<Classification> wrong_length(const Observations& observations) {
    const std::optional<Range> ratio = common_ratio(observations);
    const Site& site = observations.front().site;
    double expected = 0;
    double value = 0;
    int components = 0;
    for (const Observation& here : observations) {
        if (here.site == site) {
            expected = std::hypot(expected, here.expected);
            value = std::hypot(value, here.value);
            ++components;
        }
    }
    constexpr int three = 3;
    constexpr double unit = 1e-12;
    if (!ratio || components != three || std::fabs(expected - 1) > unit || !ratio->holds(value)) {
        return std::nullopt;
    }
    return Classification{"normalisation",
                          "the candidate's vector is the stage's unit vector times " +
                              general15(value) + ": it is not normalised",
                          "candidate"};
}

std::optional<Classification> lost_precision(const Observations& observations, bool single) {
    const Observations all = departing(observations);
    const auto every = [&all](const auto& rounded) {
        return std::all_of(all.begin(), all.end(), [&rounded](const Observation& here) {
            const double value = rounded(here.expected);
            return here.fits(value) && std::fabs(value - here.expected) > here.allowed;
        });
    };
    if (!single && every([](double x) { return static_cast<double>(static_cast<float>(x)); })) {
        return Classification{"precision", "the stage's value rounded to single precision",
                              "candidate"};
    }
    const std::optional<Range> ratio = common_ratio(observations);
    constexpr double one_percent = 0.01;
    for (const double excess : short_pi_excess) {
        if (ratio && ratio->half_width() < one_percent * std::fabs(excess) &&
            (ratio->holds(1 + excess) || ratio->holds(1 / (1 + excess)))) {
            return Classification{"precision", "pi was taken as " + short_pi(excess), "candidate"};
        }
    }
    constexpr int fewest = 3;
    constexpr int most = 7;
    for (int digits = fewest; digits <= most; ++digits) {
        const auto rounded = [digits](double x) { return *parse_number(general(x, digits)); };
        if (every(rounded)) {
            return Classification{
                "precision", "the stage's value rounded to " + std::to_string(digits) + " digits",
                "candidate"};
        }
    }
    return std::nullopt;
}

namespace {

std::optional<Classification> whole_factor(const Range& ratio) {
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

} // namespace

std::optional<Classification> round_factor(const Observations& observations) {
    const std::optional<Range> ratio = common_ratio(observations);
    if (!ratio) {
        return std::nullopt;
    }
    if (auto found = whole_factor(*ratio)) {
        return found;
    }
    Range excess = *ratio;
    excess.low -= 1;
    excess.high -= 1;
    const double round = round_number_in(excess, 1);
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
    const bool telling = different_values(observations) > 1 || !common_ratio(observations);
    constexpr int two_digits = 2;
    const double round = round_number_in(*shift, telling ? two_digits : 1);
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
