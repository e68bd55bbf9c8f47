#pragma once

#include <numbers>

#include "tapir/engine/arithmetic/fraction.hpp"
#include "tapir/engine/arithmetic/polynomials.hpp"
#include "tapir/engine/numbers/exact.hpp"
#include "tapir/engine/numbers/vec3.hpp"

namespace tapir::engine {

/// The same stages from + - * / sqrt fma ceil and exact comparisons only: no libm, so the same bits
/// on every machine, vector width and device that rounds correctly.
///
/// Every a * b + c is one explicit `fma`, so a compiler that contracts finds nothing to contract;
/// every decision on data is a select, so that neighbouring pixels can be computed side by side.
struct PortableArithmetic {
    static constexpr const char* name = "portable";
    static constexpr bool normalises_twice = false;

    /// What a value is divided by. Its inverse is formed once and serves many quotients.
    template <class Real>
    struct Divisor {
        Real number, inverse;
    };

    template <class Real>
    TAPIR_HOST_DEVICE static Divisor<Real> divisor(const Real& value) {
        return {value, Real(1) / value};
    }
    /// A divisor whose inverse is at hand.
    template <class Real>
    TAPIR_HOST_DEVICE static Divisor<Real> divisor(const Real& value, const Real& inverse) {
        return {value, inverse};
    }
    /// The quotient, corrected once by what is missing: almost always the nearest number.
    template <class Real>
    TAPIR_HOST_DEVICE static Real divided(const Real& x, const Divisor<Real>& by) {
        const Real quotient = x * by.inverse;
        const Real missing = exact::fused(-quotient, by.number, x);
        return exact::fused(missing, by.inverse, quotient);
    }
    template <class Real>
    TAPIR_HOST_DEVICE static Vec3<Real> divided(const Vec3<Real>& v, const Divisor<Real>& by) {
        return {divided(v.x, by), divided(v.y, by), divided(v.z, by)};
    }

    template <class Real>
    TAPIR_HOST_DEVICE static Real multiply_add(const Real& a, const Real& b, const Real& c) {
        return exact::fused(a, b, c);
    }

    template <class Real>
    TAPIR_HOST_DEVICE static Real dot(const Vec3<Real>& u, const Vec3<Real>& v) {
        return exact::fused(u.z, v.z, exact::fused(u.y, v.y, u.x * v.x));
    }

    /// a.x b.x + a.y b.y + a.z b.z + c; x comes last, so that a loop along x does the rest once.
    template <class Real>
    TAPIR_HOST_DEVICE static Real dot_add(const Vec3<Real>& a, const Vec3<Real>& b, const Real& c) {
        return exact::fused(a.x, b.x, exact::fused(a.y, b.y, exact::fused(a.z, b.z, c)));
    }

    template <class Real>
    TAPIR_HOST_DEVICE static Real square_root(const Real& x) {
        return exact::square_root(x);
    }

    /// The nearest integer; a half goes down.
    template <class Real>
    TAPIR_HOST_DEVICE static Real nearest_integer(const Real& x) {
        return exact::ceiling(x - Real(polynomials::half));
    }

    /// |sin(pi N h) / sin(pi h)|, up to sign, from the distance to the nearest whole index.
    ///
    /// Whole numbers are taken out of h and of N h exactly. The distance is made a little larger,
    /// far below its own rounding, so that the quotient at a peak is N and not 0/0.
    /// @tparam Amplitude  number type of the result
    template <class Amplitude, class Real>
    TAPIR_HOST_DEVICE static Fraction<Amplitude> interference(const Real& /*h*/, const Real& offset,
                                                              const Real& n) {
        const Real d = distance_from_peak<Amplitude>(offset);
        const Real turns = exact::nearest_whole_product(n, d);
        const Real rest = exact::fused(n, d, -turns);
        return {polynomials::sin_pi_reduced(static_cast<Amplitude>(rest)),
                polynomials::sin_pi_reduced(static_cast<Amplitude>(d))};
    }

    /// The sign that `interference` leaves out: the intensity does not depend on it.
    /// @return (-1)^((N - 1) h0 + whole turns of N |h - h0|)
    template <class Amplitude, class Real>
    TAPIR_HOST_DEVICE static Amplitude interference_sign(const Real& nearest, const Real& offset,
                                                         const Real& n) {
        const Real turns = exact::nearest_whole_product(n, distance_from_peak<Amplitude>(offset));
        const Real flips_each_order =
            exact::select(exact::negated_if_odd(Real(1), n) == Real(1), Real(1), Real(0));
        return static_cast<Amplitude>(
            exact::negated_if_odd(Real(1), exact::fused(flips_each_order, nearest, turns)));
    }

    /// The product of three fractions, with one division.
    template <class Real>
    TAPIR_HOST_DEVICE static Real product(const Fraction<Real>& a, const Fraction<Real>& b,
                                          const Fraction<Real>& c) {
        return ((a.numerator * b.numerator) * c.numerator) /
               ((a.denominator * b.denominator) * c.denominator);
    }

    /// (f g)^2
    template <class Real>
    TAPIR_HOST_DEVICE static Real product_squared(const Real& f, const Real& g) {
        const Real amplitude = f * g;
        return amplitude * amplitude;
    }

    /// sum + (f g)^2, the square not rounded
    template <class Real>
    TAPIR_HOST_DEVICE static Real add_product_squared(const Real& sum, const Real& f,
                                                      const Real& g) {
        const Real amplitude = f * g;
        return exact::fused(amplitude, amplitude, sum);
    }

    /// sin(x); absolute error below (1.25 + |x|) epsilon.
    template <class Real>
    TAPIR_HOST_DEVICE static Real sine(const Real& x) {
        return polynomials::sin_pi(x, Real(static_cast<Real>(std::numbers::inv_pi)));
    }

    /// cos(x); absolute error below (2 + |x|) epsilon.
    template <class Real>
    TAPIR_HOST_DEVICE static Real cosine(const Real& x) {
        return polynomials::cos_pi(x, Real(static_cast<Real>(std::numbers::inv_pi)));
    }

    template <class Real>
    TAPIR_HOST_DEVICE static Real exponential(const Real& x) {
        return polynomials::exponential(x);
    }

    template <class Real>
    TAPIR_HOST_DEVICE static Real ball_transform(const Real& u) {
        return polynomials::ball_transform(u);
    }

    /// cos(2 psi) where psi is the angle of the projected ray (e, b) from the E-vector.
    template <class Real>
    TAPIR_HOST_DEVICE static Real cos_twice_angle(const Real& b, const Real& e) {
        const Real bb = b * b;
        const Real sum = exact::fused(e, e, bb);
        // straight forward or backward: every psi is right, the factor it multiplies is 0
        const Real divisor = exact::select(sum == Real(0), Real(1), sum);
        return exact::select(sum == Real(0), Real(1), exact::fused(e, e, -bb) / divisor);
    }

  private:
    /// |h - h0|, and more by what is far below its rounding: 2^-100 (double), 2^-40 (float).
    template <class Amplitude, class Real>
    TAPIR_HOST_DEVICE static Real distance_from_peak(const Real& offset) {
        return exact::absolute(offset) +
               Real(static_cast<Real>(polynomials::Precision<Amplitude>::below_rounding));
    }
};

} // namespace tapir::engine
