#include "ptx/conversion_forms.hpp"

#include <cmath>
#include <limits>
#include <type_traits>

#include "ptx/lane_loops.hpp"
#include "ptx/rounding_mode.hpp"
#include "ptx/type_of.hpp"

namespace tapir::engine::ptx {

namespace {

enum class To : std::uint8_t { nearest, zero, below, above };

template <To to, class Real>
Real whole(Real x) {
    switch (to) {
    case To::nearest:
        return std::nearbyint(x); // ties to even: the host rounds to nearest
    case To::zero:
        return std::trunc(x);
    case To::below:
        return std::floor(x);
    case To::above:
        return std::ceil(x);
    }
}

/// What is too large or too small becomes the nearest number that there is. A NaN becomes 0, or,
/// where one of the two types has 64 bits, the integer of which only the highest bit is set.
template <class Integer, class Real>
Integer integer_of(Real rounded) {
    using Limits = std::numeric_limits<Integer>;
    constexpr bool wide = sizeof(Integer) == 8 || sizeof(Real) == 8;
    // both ends are powers of 2 (or 0), which every Real has
    constexpr Real least = static_cast<Real>(Limits::min());
    constexpr Real beyond = static_cast<Real>(Limits::max() / 2 + 1) * Real(2);
    if (rounded >= beyond) {
        return Limits::max();
    }
    if (rounded >= least) {
        return static_cast<Integer>(rounded);
    }
    if (rounded < least) {
        return Limits::min();
    }
    return wide ? static_cast<Integer>(std::uint64_t{1} << (8 * sizeof(Integer) - 1)) : Integer{0};
}

void enter(FormTable& table, const std::string& name, Form form, bool sign_carries) {
    form.widens = true;
    form.sign_carries = sign_carries;
    table["cvt." + name] = form;
}

template <class Result, class Integer>
void add_resized(FormTable& table) {
    enter(table, type_suffix<Result> + "." + type_suffix<Integer>,
          form_of<Result, Integer>([](Integer a) { return static_cast<Result>(a); },
                                   Unwritten::copied),
          std::is_signed_v<Result>);
}

template <To to, class Integer, class Real>
void add_to_integer(FormTable& table, const std::string& rounding) {
    enter(table, rounding + type_suffix<Integer> + "." + type_suffix<Real>,
          form_of<Integer, Real>([](Real a) { return integer_of<Integer>(whole<to>(a)); }),
          std::is_signed_v<Integer>);
}

/// A zero is +0 in every rounding, which compilers' sequences for unsigned numbers do not promise.
template <int mode, class Real, class Integer>
void convert_rounded(Lanes& lanes, const Step& step) {
    const RoundingMode rounding(mode);
    for (std::uint32_t i = 0; i < lanes.active_count; ++i) {
        const std::uint32_t lane = lanes.active[i];
        const auto a = opaque(lane_value<Integer>(lanes.registers + step.from[0], lane));
        set_lane(lanes.registers + step.to, lane, a == 0 ? Real(0) : opaque(static_cast<Real>(a)));
    }
}

template <int mode, class Real, class Integer>
void add_from_integer(FormTable& table, const std::string& rounding) {
    const RunStep run = convert_rounded<mode, Real, Integer>;
    enter(table, rounding + type_suffix<Real> + "." + type_suffix<Integer>,
          {.all = run, .some = run, .to = sizeof(Real), .from = {sizeof(Integer)}}, false);
}

template <class Integer, class Real>
void add_between(FormTable& table) {
    add_to_integer<To::nearest, Integer, Real>(table, "rni.");
    add_to_integer<To::zero, Integer, Real>(table, "rzi.");
    add_to_integer<To::below, Integer, Real>(table, "rmi.");
    add_to_integer<To::above, Integer, Real>(table, "rpi.");
    enter(table, "rn." + type_suffix<Real> + "." + type_suffix<Integer>,
          form_of<Real, Integer>([](Integer a) { return static_cast<Real>(a); }), false);
    add_from_integer<FE_UPWARD, Real, Integer>(table, "rp.");
    add_from_integer<FE_DOWNWARD, Real, Integer>(table, "rm.");
    add_from_integer<FE_TOWARDZERO, Real, Integer>(table, "rz.");
}

template <class Integer>
void add_integer(FormTable& table) {
    add_resized<Integer, std::uint8_t>(table);
    add_resized<Integer, std::uint16_t>(table);
    add_resized<Integer, std::uint32_t>(table);
    add_resized<Integer, std::uint64_t>(table);
    add_resized<Integer, std::int8_t>(table);
    add_resized<Integer, std::int16_t>(table);
    add_resized<Integer, std::int32_t>(table);
    add_resized<Integer, std::int64_t>(table);
    add_between<Integer, float>(table);
    add_between<Integer, double>(table);
}

template <class Real>
void add_whole_numbers(FormTable& table) {
    const std::string types = type_suffix<Real> + "." + type_suffix<Real>;
    enter(table, "rni." + types, form_of<Real, Real>([](Real a) { return whole<To::nearest>(a); }),
          false);
    enter(table, "rzi." + types, form_of<Real, Real>([](Real a) { return whole<To::zero>(a); }),
          false);
    enter(table, "rmi." + types, form_of<Real, Real>([](Real a) { return whole<To::below>(a); }),
          false);
    enter(table, "rpi." + types, form_of<Real, Real>([](Real a) { return whole<To::above>(a); }),
          false);
}

} // namespace

void add_conversion_forms(FormTable& table) {
    add_integer<std::uint8_t>(table);
    add_integer<std::uint16_t>(table);
    add_integer<std::uint32_t>(table);
    add_integer<std::uint64_t>(table);
    add_integer<std::int8_t>(table);
    add_integer<std::int16_t>(table);
    add_integer<std::int32_t>(table);
    add_integer<std::int64_t>(table);
    add_whole_numbers<float>(table);
    add_whole_numbers<double>(table);
    enter(table, "f64.f32", form_of<double, float>([](float a) { return static_cast<double>(a); }),
          false);
    enter(table, "rn.f32.f64",
          form_of<float, double>([](double a) { return static_cast<float>(a); }), false);
}

} // namespace tapir::engine::ptx
