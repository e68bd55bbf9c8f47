#pragma once

#include <algorithm>
#include <variant>

#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/stage/finding.hpp"

/// How tests look at evidence, which is data: rules and their terms.
namespace tapir::test {

/// Whether two terms are shown alike: of a number, only the digits count that are shown.
inline bool is_shown_as(const trace::Term& one, const trace::Term& other) {
    const auto* a = std::get_if<trace::ShownNumber>(&one);
    const auto* b = std::get_if<trace::ShownNumber>(&other);
    if (a != nullptr && b != nullptr) {
        return trace::general(a->value, a->digits) == trace::general(b->value, a->digits);
    }
    const auto* of_one = std::get_if<trace::OnePlus>(&one);
    const auto* of_other = std::get_if<trace::OnePlus>(&other);
    if (of_one != nullptr && of_other != nullptr) {
        return is_shown_as(of_one->excess, of_other->excess);
    }
    return one == other;
}

inline bool is_shown_as(const trace::Finding& one, const trace::Finding& other) {
    return one.rule == other.rule && one.side == other.side &&
           std::equal(one.terms.begin(), one.terms.end(), other.terms.begin(), other.terms.end(),
                      [](const auto& a, const auto& b) { return is_shown_as(a, b); });
}

/// Whether one of the findings is shown as another one.
inline bool holds(const trace::Evidence& evidence, const trace::Finding& finding) {
    return std::any_of(evidence.begin(), evidence.end(),
                       [&finding](const trace::Finding& one) { return is_shown_as(one, finding); });
}

} // namespace tapir::test
