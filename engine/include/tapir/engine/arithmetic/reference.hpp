#pragma once

#include <cmath>
#include <numbers>

#include "tapir/engine/arithmetic/fraction.hpp"
#include "tapir/engine/numbers/lineage.hpp"
#include "tapir/engine/numbers/vec3.hpp"

namespace tapir::engine {

/// The operations of the C program, in its order, with the system's libm.
///
/// Traces made with it are byte-identical to the C program's where the two share a libm
/// (glibc 2.36, x86-64 with FMA for the published corpus).
struct ReferenceArithmetic : PlainOperations {
    static constexpr const char* name = "reference";

    /// The C program normalises the incident and diffracted directions a second time when it
    /// computes the polarisation factor, in place, so later steps see the twice-normalised ones.
    static constexpr bool normalises_twice = true;

    /// The nearest integer; a half goes down.
    template <class Real>
    TAPIR_HOST_DEVICE static Real nearest_integer(const Real& x) {
        using std::ceil;
        constexpr double half = 0.5;
        return ceil(x - Real(half));
    }

    /// sin(pi N h) / sin(pi h); N where the quotient is 0/0, 1 for one cell.
    /// @tparam Amplitude  number type of the result
    template <class Amplitude, class Real>
    TAPIR_HOST_DEVICE static Fraction<Amplitude> interference(const Real& h, const Real& /*offset*/,
                                                              const Real& n) {
        using std::sin;
        if (!(n > Real(1))) {
            return {Amplitude(1), Amplitude(1)};
        }
        const Real x = Real(std::numbers::pi) * h;
        if (stands_at_zero(x)) {
            return {Amplitude(n), Amplitude(1)};
        }
        return {Amplitude(sin(x * n)), Amplitude(sin(x))};
    }

    /// The sign that `interference` leaves out: none.
    template <class Amplitude, class Real>
    TAPIR_HOST_DEVICE static Amplitude
    interference_sign(const Real& /*nearest*/, const Real& /*offset*/, const Real& /*n*/) {
        return Amplitude(1);
    }

    template <class Real>
    TAPIR_HOST_DEVICE static Real product(const Fraction<Real>& a, const Fraction<Real>& b,
                                          const Fraction<Real>& c) {
        return a.value() * b.value() * c.value();
    }

    /// f^2 g^2
    template <class Real>
    TAPIR_HOST_DEVICE static Real product_squared(const Real& f, const Real& g) {
        return f * f * g * g;
    }

    /// sum + f^2 g^2
    template <class Real>
    TAPIR_HOST_DEVICE static Real add_product_squared(const Real& sum, const Real& f,
                                                      const Real& g) {
        return sum + product_squared(f, g);
    }

    template <class Real>
    TAPIR_HOST_DEVICE static Real sine(const Real& x) {
        using std::sin;
        return sin(x);
    }
    template <class Real>
    TAPIR_HOST_DEVICE static Real cosine(const Real& x) {
        using std::cos;
        return cos(x);
    }
    template <class Real>
    TAPIR_HOST_DEVICE static Real exponential(const Real& x) {
        using std::exp;
        return exp(x);
    }

    /// The transform of a ball, 1 at 0: 3 (sin x / x - cos x) / x^2 at x = pi u.
    template <class Real>
    TAPIR_HOST_DEVICE static Real ball_transform(const Real& u) {
        const Real x = Real(std::numbers::pi) * u;
        if (stands_at_zero(x)) {
            return Real(1);
        }
        return Real(3) * (sine(x) / x - cosine(x)) / (x * x);
    }

    /// cos(2 psi) where psi is the angle of the projected ray (e, b) from the E-vector.
    template <class Real>
    TAPIR_HOST_DEVICE static Real cos_twice_angle(const Real& b, const Real& e) {
        using std::atan2;
        using std::cos;
        const Real psi = -atan2(b, e);
        return cos(Real(2) * psi);
    }
};

} // namespace tapir::engine
