#include "verdict/value_relation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <set>

namespace tapir::trace {

namespace {

/// A number that a pair of values gives, and how far rounding of their print may move it.
struct GivenNumber {
    double value = 0, slack = 0;
};

GivenNumber ratio_of(const DifferingValues& one) {
    const double ratio = one.reference == 0 ? std::numeric_limits<double>::quiet_NaN()
                                            : one.candidate / one.reference;
    return {ratio, one.slack * std::fabs(ratio)};
}

GivenNumber difference_of(const DifferingValues& one) {
    return {one.candidate - one.reference,
            one.slack * std::max(std::fabs(one.reference), std::fabs(one.candidate))};
}

/// The number that all pairs give, each within what rounding allows it, where rounding leaves it
/// at least two digits.
std::optional<double> common_number(const std::vector<DifferingValues>& values,
                                    GivenNumber (*give)(const DifferingValues&)) {
    constexpr double least_slack = 1e-9, most_slack = 0.05;
    std::optional<GivenNumber> common;
    for (const DifferingValues& one : values) {
        const GivenNumber number = give(one);
        if (!std::isfinite(number.value) || number.slack > most_slack * std::fabs(number.value)) {
            return std::nullopt;
        }
        if (common &&
            std::fabs(number.value - common->value) >
                std::max(least_slack * std::fabs(common->value), number.slack + common->slack)) {
            return std::nullopt;
        }
        common = common ? common : number;
    }
    return common ? std::optional(common->value) : std::nullopt;
}

std::size_t distinct(const std::vector<DifferingValues>& values) {
    std::set<double> different;
    for (const DifferingValues& one : values) {
        different.insert(one.reference);
    }
    return different.size();
}

} // namespace

ValueRelation relation_of(const std::vector<DifferingValues>& values) {
    constexpr double near = 1e-9;
    constexpr int digits = 6;
    const auto ratio = common_number(values, ratio_of);
    const bool several = distinct(values) > 1;
    if (ratio && std::fabs(*ratio + 1) < near) {
        return {CauseClass::sign, {{Rule::opposite_sign}}};
    }
    if (ratio && *ratio > 0) {
        const double power = std::log10(*ratio);
        if (std::fabs(power - std::round(power)) < near && std::round(power) != 0) {
            return {CauseClass::unit,
                    {{Rule::reference_times_power_of_ten,
                      WhichSide::neither,
                      {static_cast<Count>(std::round(power))}}}};
        }
    }
    constexpr double shown_as_one = 5e-6; // to the digits that are shown
    if (ratio && several && *ratio != 0 && std::fabs(*ratio - 1) > shown_as_one) {
        return {
            CauseClass::scale,
            {{Rule::reference_times_constant, WhichSide::neither, {ShownNumber{*ratio, digits}}}}};
    }
    const auto added = common_number(values, difference_of);
    if (added && several && *added != 0) {
        return {
            CauseClass::offset,
            {{Rule::reference_plus_constant, WhichSide::neither, {ShownNumber{*added, digits}}}}};
    }
    return {};
}

} // namespace tapir::trace
