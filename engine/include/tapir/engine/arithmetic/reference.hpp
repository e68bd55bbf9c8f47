#pragma once

#include <cmath>
#include <numbers>
#include <utility>

#include "tapir/engine/numbers/vec3.hpp"

namespace tapir::engine {

/// The operations of the C program, in its order, with the system's libm.
///
/// Traces made with it are byte-identical to the C program's where the two share a libm
/// (glibc 2.36, x86-64 with FMA for the published corpus).
struct ReferenceArithmetic {
    static constexpr const char* name = "reference";

    /// The C program normalises the incident and diffracted directions a second time when it
    /// computes the polarisation factor, in place, so later steps see the twice-normalised ones.
    static constexpr bool normalises_twice = true;

    template <class Real>
    TAPIR_HOST_DEVICE static Real dot(const Vec3<Real>& u, const Vec3<Real>& v) {
        return u.x * v.x + u.y * v.y + u.z * v.z;
    }

    template <class Real>
    TAPIR_HOST_DEVICE static Real multiply_add(const Real& a, const Real& b, const Real& c) {
        return a * b + c;
    }

    /// The nearest integer; a half goes down.
    template <class Real>
    TAPIR_HOST_DEVICE static Real nearest_integer(const Real& x) {
        using std::ceil;
        constexpr double half = 0.5;
        return ceil(x - Real(half));
    }

    /// Numerator and denominator of sin(pi N h) / sin(pi h); {N, 1} where the quotient is 0/0.
    template <class Real>
    TAPIR_HOST_DEVICE static std::pair<Real, Real> sin_pi_pair(const Real& h, const Real& n) {
        using std::sin;
        const Real x = Real(std::numbers::pi) * h;
        if (x == Real(0)) {
            return {n, Real(1)};
        }
        return {sin(x * n), sin(x)};
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
