#include "ptx/float_forms.hpp"

#include <bit>
#include <cmath>
#include <limits>

#include "ptx/lane_loops.hpp"
#include "ptx/type_of.hpp"

namespace tapir::engine::ptx {

namespace {

template <class Real>
using BitsOf = std::conditional_t<sizeof(Real) == 4, std::uint32_t, std::uint64_t>;

template <class Real>
inline constexpr BitsOf<Real> sign_bit = BitsOf<Real>{1} << (8 * sizeof(Real) - 1);

template <class Real>
BitsOf<Real> bits(Real x) {
    return std::bit_cast<BitsOf<Real>>(x);
}

/// PTX has one NaN for the extremes of two.
template <class Real>
inline const Real canonical_nan = std::bit_cast<Real>(static_cast<BitsOf<Real>>(~sign_bit<Real>));

/// The other one where one is NaN; -0 is less than +0.
template <class Real>
Real extreme(Real a, Real b, bool a_is_it) {
    if (a != a) {
        return b != b ? canonical_nan<Real> : b;
    }
    return b != b || a_is_it ? a : b;
}

template <class Real>
void add_type(FormTable& table) {
    using Bits = BitsOf<Real>;
    const std::string rounded = ".rn." + type_suffix<Real>;
    const std::string exact = "." + type_suffix<Real>;
    table["add" + rounded] = form_of<Real, Real, Real>([](Real a, Real b) { return a + b; });
    table["sub" + rounded] = form_of<Real, Real, Real>([](Real a, Real b) { return a - b; });
    table["mul" + rounded] = form_of<Real, Real, Real>([](Real a, Real b) { return a * b; });
    table["div" + rounded] = form_of<Real, Real, Real>([](Real a, Real b) { return a / b; });
    table["rcp" + rounded] = form_of<Real, Real>([](Real a) { return Real(1) / a; });
    table["sqrt" + rounded] = form_of<Real, Real>([](Real a) { return std::sqrt(a); });
    // signs are bits: none of these rounds or looks at a NaN
    table["neg" + exact] = form_of<Bits, Bits>([](Bits a) { return a ^ sign_bit<Real>; });
    table["abs" + exact] = form_of<Bits, Bits>([](Bits a) { return a & ~sign_bit<Real>; });
    table["copysign" + exact] = form_of<Bits, Bits, Bits>(
        [](Bits sign, Bits size) { return (sign & sign_bit<Real>) | (size & ~sign_bit<Real>); });
    table["min" + exact] = form_of<Real, Real, Real>([](Real a, Real b) {
        return extreme(a, b, a < b || (a == b && (bits(a) & sign_bit<Real>) != 0));
    });
    table["max" + exact] = form_of<Real, Real, Real>([](Real a, Real b) {
        return extreme(a, b, a > b || (a == b && (bits(b) & sign_bit<Real>) != 0));
    });
}

template <class Real>
void add_classes(FormTable& table) {
    const auto enter = [&table](const std::string& name, const Form& form) {
        table["testp." + name + "." + type_suffix<Real>] = form;
    };
    enter("finite", form_of<Truth, Real>([](Real a) { return truth(std::isfinite(a)); }));
    enter("infinite", form_of<Truth, Real>([](Real a) { return truth(std::isinf(a)); }));
    enter("number", form_of<Truth, Real>([](Real a) { return truth(!std::isnan(a)); }));
    enter("notanumber", form_of<Truth, Real>([](Real a) { return truth(std::isnan(a)); }));
    // PTX counts zeros to the normal numbers
    enter("normal",
          form_of<Truth, Real>([](Real a) { return truth(std::isnormal(a) || a == Real(0)); }));
    enter("subnormal",
          form_of<Truth, Real>([](Real a) { return truth(std::fpclassify(a) == FP_SUBNORMAL); }));
}

} // namespace

void add_float_forms(FormTable& table) {
    add_type<float>(table);
    add_type<double>(table);
    add_classes<float>(table);
    add_classes<double>(table);
}

} // namespace tapir::engine::ptx
