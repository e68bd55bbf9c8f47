#pragma once

#include <cmath>

#include "tapir/trace/record/dual.hpp"
#include "tapir/trace/record/lineage.hpp"

namespace tapir::trace {

/// What number types differ in besides their operators and functions.
namespace numbers {

inline double value_of(double x) {
    return x;
}
/// `x`, which was chosen by looking at `by`.
inline double chosen(double x, double /*by*/) {
    return x;
}
inline Lineage chosen(const Lineage& x, const Lineage& by) {
    return Lineage::from(x.value(), x, by);
}
inline Dual chosen(const Dual& x, const Dual& by) {
    return Dual::of(x.value(), x, 1, by, 0, 0);
}
/// Whether rounding may decide which of two numbers is the larger.
template <class Number>
bool nearly_equal(const Number& /*a*/, const Number& /*b*/) {
    return false;
}
inline bool nearly_equal(const Dual& a, const Dual& b) {
    constexpr double roundoff_single = 0x1p-24;
    return std::fabs(a.value() - b.value()) < roundoff_single * (a.rounding() + b.rounding());
}
/// `x`, which may as well be `other`.
template <class Number>
Number or_else(const Number& x, const Number& /*other*/) {
    return x;
}
inline Dual or_else(const Dual& x, const Dual& other) {
    return Dual::blurred(x, std::fabs(x.value() - other.value()));
}

} // namespace numbers

} // namespace tapir::trace
