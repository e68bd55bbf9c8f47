#include "stage/parent_change.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace tapir::trace {

namespace {

Values negated(const Values& values, int /*unused*/) {
    Values changed = values;
    for (double& value : changed) {
        value = -value;
    }
    return changed;
}
Values negated_component(const Values& values, int component) {
    Values changed = values;
    if (static_cast<std::size_t>(component) < changed.size()) {
        changed[static_cast<std::size_t>(component)] *= -1;
    }
    return changed;
}
Values zeroed(const Values& values, int /*unused*/) {
    Values zeros(values.size(), 0);
    return zeros;
}
Values zeroed_component(const Values& values, int component) {
    Values changed = values;
    if (changed.size() > 1 && static_cast<std::size_t>(component) < changed.size()) {
        changed[static_cast<std::size_t>(component)] = 0;
    }
    return changed;
}
/// The direction of a vector that is almost, but not quite, of length 1.
Values normalised(const Values& values, int /*unused*/) {
    constexpr std::size_t three = 3;
    if (values.size() != three) {
        return values;
    }
    const double length = std::hypot(values[0], values[1], values[2]);
    return length > 0 ? Values{values[0] / length, values[1] / length, values[2] / length} : values;
}
constexpr int base = 3;
/// Components in another order; the parameter is three digits in base 3.
Values reordered(const Values& values, int order) {
    if (values.size() != base) {
        return values;
    }
    return {values[static_cast<std::size_t>(order / base / base)],
            values[static_cast<std::size_t>(order / base % base)],
            values[static_cast<std::size_t>(order % base)]};
}
Values transposed(const Values& values, int /*unused*/) {
    constexpr std::size_t edge = 3;
    if (values.size() != edge * edge) {
        return values;
    }
    Values changed = values;
    for (std::size_t i = 0; i < edge; ++i) {
        for (std::size_t j = 0; j < edge; ++j) {
            changed[i * edge + j] = values[j * edge + i];
        }
    }
    return changed;
}
/// One whole number further in a component; odd parameters go down.
Values next_index(const Values& values, int component_and_direction) {
    const auto component = static_cast<std::size_t>(component_and_direction / 2);
    Values changed = values;
    const bool whole = std::all_of(values.begin(), values.end(),
                                   [](double value) { return value == std::round(value); });
    if (whole && component < changed.size()) {
        changed[component] += component_and_direction % 2 == 0 ? 1 : -1;
    }
    return changed;
}
constexpr double half_turn_deg = 180;
constexpr std::array<double, 8> mistaken_unit_factors{std::numbers::pi / half_turn_deg,
                                                      half_turn_deg / std::numbers::pi,
                                                      2 * std::numbers::pi,
                                                      1 / (2 * std::numbers::pi),
                                                      1e3,
                                                      1e-3,
                                                      1e10,
                                                      1e-10};
Values in_other_unit(const Values& values, int which) {
    Values changed = values;
    for (double& value : changed) {
        value *= mistaken_unit_factors.at(static_cast<std::size_t>(which));
    }
    return changed;
}

} // namespace

std::vector<ParentChange> parent_changes() {
    std::vector<ParentChange> all{{CauseClass::sign, Rule::parent_negated, negated, 0}};
    for (int component = 0; component < base; ++component) {
        all.push_back(
            {CauseClass::sign, Rule::parent_component_negated, negated_component, component});
    }
    constexpr std::array<std::array<int, 3>, 5> orders{
        {{1, 0, 2}, {2, 1, 0}, {0, 2, 1}, {1, 2, 0}, {2, 0, 1}}};
    for (const auto& order : orders) {
        all.push_back({CauseClass::permutation, Rule::parent_reordered, reordered,
                       (order[0] * base + order[1]) * base + order[2]});
    }
    all.push_back({CauseClass::permutation, Rule::parent_transposed, transposed, 0});
    for (int i = 0; i < 2 * base; ++i) {
        all.push_back({CauseClass::index,
                       i % 2 == 0 ? Rule::parent_next_index : Rule::parent_previous_index,
                       next_index, i});
    }
    all.push_back({CauseClass::normalisation, Rule::parent_normalised, normalised, 0});
    // before the units: what is 1e10 too small to be seen is left out
    all.push_back({std::nullopt, Rule::parent_zeroed, zeroed, 0});
    for (int component = 0; component < base; ++component) {
        all.push_back({std::nullopt, Rule::parent_component_zeroed, zeroed_component, component});
    }
    for (int i = 0; i < static_cast<int>(mistaken_unit_factors.size()); ++i) {
        all.push_back({CauseClass::unit, Rule::parent_in_other_unit, in_other_unit, i});
    }
    return all;
}

} // namespace tapir::trace
