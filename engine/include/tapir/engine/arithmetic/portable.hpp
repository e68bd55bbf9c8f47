#pragma once

#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "tapir/engine/numbers/vec3.hpp"

namespace tapir::engine {

/// The same stages from + - * / sqrt fma ceil rint and exact comparisons only: no libm, so the
/// same bits on every machine, SIMD width and device that rounds correctly.
struct PortableArithmetic {
    static constexpr const char* name = "portable";
    static constexpr bool normalises_twice = false;

    template <class Real>
    TAPIR_HOST_DEVICE static Real dot(const Vec3<Real>& u, const Vec3<Real>& v) {
        using std::fma;
        return fma(u.z, v.z, fma(u.y, v.y, u.x * v.x));
    }

    template <class Real>
    TAPIR_HOST_DEVICE static Real multiply_add(const Real& a, const Real& b, const Real& c) {
        using std::fma;
        return fma(a, b, c);
    }

    template <class Real>
    TAPIR_HOST_DEVICE static Real nearest_integer(const Real& x) {
        using std::ceil;
        constexpr double half = 0.5;
        return ceil(x - Real(half));
    }

    /// sin(pi x) for |x| <= 1/2; relative error below 1.25 epsilon, mostly the rounding of pi.
    template <class Real>
    TAPIR_HOST_DEVICE static Real sin_pi_reduced(const Real& x) {
        using std::fma;
        const std::array<double, 9> coefficients{
            0x1.9d1b86f1b22d8p-21, -0x1.6f79770e35db1p-16, 0x1.e8f35e9d59d7cp-12,
            -0x1.e3074ddd1d2c4p-8, 0x1.50783485190b6p-4,   -0x1.32d2cce627542p-1,
            0x1.466bc6775aa6ep+1,  -0x1.4abbce625be52p+2,  0x1.921fb54442d18p+1};
        const Real square = x * x;
        Real polynomial(coefficients[0]);
        for (std::size_t i = 1; i < coefficients.size(); ++i) {
            polynomial = fma(polynomial, square, Real(coefficients[i]));
        }
        return x * polynomial;
    }

    /// Numerator and denominator of sin(pi N h) / sin(pi h) after exact removal of the nearest
    /// integer h0; the sign (-1)^((N-1) h0) goes to the numerator. {+-N, 1} at an exact integer.
    template <class Real>
    TAPIR_HOST_DEVICE static std::pair<Real, Real> sin_pi_pair(const Real& h, const Real& n) {
        using std::fma;
        using std::rint;
        const Real h0 = nearest_integer(h);
        const Real d = h - h0;
        const Real turns = rint(n * d);
        const Real reduced = fma(n, d, -turns);
        constexpr double half = 0.5;
        // parity of (N-1) h0 + turns, exact in floating point
        const Real count = fma(n - Real(1), h0, turns);
        const Real odd = count - Real(2) * rint(Real(half) * count);
        const Real sign = odd == Real(0) ? Real(1) : Real(-1);
        if (d == Real(0)) {
            return {sign * n, Real(1)};
        }
        return {sign * sin_pi_reduced(reduced), sin_pi_reduced(d)};
    }

    /// sin(pi x) for any x; the nearest integer is removed exactly.
    template <class Real>
    TAPIR_HOST_DEVICE static Real sin_pi(const Real& x) {
        using std::rint;
        constexpr double half = 0.5;
        const Real turns = rint(x);
        const Real odd = turns - Real(2) * rint(Real(half) * turns);
        const Real sign = odd == Real(0) ? Real(1) : Real(-1);
        return sign * sin_pi_reduced(x - turns);
    }

    /// sin(x); absolute error below (1.25 + |x|) epsilon.
    template <class Real>
    TAPIR_HOST_DEVICE static Real sine(const Real& x) {
        return sin_pi(x * Real(std::numbers::inv_pi));
    }

    /// cos(x); absolute error below (2 + |x|) epsilon.
    template <class Real>
    TAPIR_HOST_DEVICE static Real cosine(const Real& x) {
        using std::rint;
        constexpr double half = 0.5;
        const Real turns = rint(x * Real(std::numbers::inv_pi));
        const Real odd = turns - Real(2) * rint(Real(half) * turns);
        const Real sign = odd == Real(0) ? Real(1) : Real(-1);
        const Real rest = x * Real(std::numbers::inv_pi) - turns;
        const Real distance = rest < Real(0) ? -rest : rest;
        return sign * sin_pi_reduced(Real(half) - distance);
    }

    /// exp(x) for x < 709; relative error below 1.25 epsilon; 0 where it underflows.
    template <class Real>
    TAPIR_HOST_DEVICE static Real exponential(const Real& exponent) {
        using std::fma;
        using std::rint;
        constexpr double surely_zero = -1e5;
        const Real x = exponent < Real(surely_zero) ? Real(surely_zero) : exponent;
        constexpr double ln2_high = 0x1.62e42fefa39efp-1;
        constexpr double ln2_low = 0x1.abc9e3b39803fp-56;
        const Real power = rint(x * Real(std::numbers::log2e));
        const Real rest = fma(-power, Real(ln2_low), fma(-power, Real(ln2_high), x));
        constexpr int terms = 14; // |rest| <= ln 2 / 2: the next term is below epsilon / 100
        Real sum(1);
        for (int n = terms; n > 0; --n) {
            sum = fma(sum * rest, Real(1) / Real(n), Real(1));
        }
        // 2^power by repeated squaring: exact, and 0 below the smallest double
        constexpr double half = 0.5;
        const bool negative = power < Real(0);
        Real left = negative ? -power : power;
        Real base = negative ? Real(half) : Real(2);
        constexpr int bits = 18;
        for (int bit = 0; bit < bits; ++bit) {
            const Real halved = Real(half) * left;
            const Real down = rint(halved - Real(half) * Real(half));
            sum = left - Real(2) * down == Real(0) ? sum : sum * base;
            left = down;
            base = base * base;
        }
        return sum;
    }

    template <class Real>
    TAPIR_HOST_DEVICE static Real cos_twice_angle(const Real& b, const Real& e) {
        const Real bb = b * b;
        const Real ee = e * e;
        const Real sum = ee + bb;
        // straight forward or backward: every psi is right, the factor it multiplies is 0
        return sum == Real(0) ? Real(1) : (ee - bb) / sum;
    }
};

} // namespace tapir::engine
