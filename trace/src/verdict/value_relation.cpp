#include "verdict/value_relation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <set>

namespace tapir::trace {

namespace {

/// A number that all values give within what rounding of their print allows.
template <class Give>
std::optional<double> common_number(const std::vector<DifferingValues>& values, const Give& give) {
    constexpr double least_slack = 1e-9;
    std::optional<double> common;
    for (const DifferingValues& one : values) {
        const double number = give(one);
        if (!std::isfinite(number) ||
            (common &&
             std::fabs(number - *common) > std::max(least_slack, one.slack) * std::fabs(*common))) {
            return std::nullopt;
        }
        common = common ? common : number;
    }
    return common;
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
    const auto ratio = common_number(values, [](const DifferingValues& one) {
        return one.reference == 0 ? std::numeric_limits<double>::quiet_NaN()
                                  : one.candidate / one.reference;
    });
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
    if (ratio && several && *ratio != 0) {
        return {
            CauseClass::scale,
            {{Rule::reference_times_constant, WhichSide::neither, {ShownNumber{*ratio, digits}}}}};
    }
    const auto added = common_number(
        values, [](const DifferingValues& one) { return one.candidate - one.reference; });
    if (added && several && *added != 0) {
        return {
            CauseClass::offset,
            {{Rule::reference_plus_constant, WhichSide::neither, {ShownNumber{*added, digits}}}}};
    }
    return {};
}

} // namespace tapir::trace
