#pragma once

#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/numbers/pi.hpp"

namespace tapir::engine {

/// The formulas as they are written, for number types wider than a double and with their own
/// functions: pi has all digits, whole numbers are taken out before a sine is, and nothing is done
/// a second time for the sake of the C program's last digits.
struct WideArithmetic : ReferenceArithmetic {
    static constexpr const char* name = "wide";
    static constexpr bool normalises_twice = false; ///< of length 1 already

    /// sin(pi N h) / sin(pi h), up to sign, from the distance to the nearest whole index; N at it.
    template <class Amplitude, class Real>
    static Fraction<Amplitude> interference(const Real& /*h*/, const Real& offset, const Real& n) {
        if (offset == Real(0) || !(n > Real(1))) {
            return {Amplitude(n > Real(1) ? n : Real(1)), Amplitude(1)};
        }
        const Real x = pi<Real>() * offset;
        return {Amplitude(sine(x * n)), Amplitude(sine(x))};
    }

    /// The sign that `interference` leaves out. @return (-1)^((N - 1) h0)
    template <class Amplitude, class Real>
    static Amplitude interference_sign(const Real& nearest, const Real& /*offset*/, const Real& n) {
        const Real turns = (n - Real(1)) * nearest / Real(2);
        return n > Real(1) && turns != floor(turns) ? Amplitude(-1) : Amplitude(1);
    }

    /// The transform of a ball, 1 at 0: 3 (sin x / x - cos x) / x^2 at x = pi u; near 0, where that
    /// loses its digits, the power series.
    template <class Real>
    static Real ball_transform(const Real& u) {
        const Real x = pi<Real>() * u;
        const Real square = x * x;
        constexpr double near = 0x1p-20;
        if (square < Real(near)) { // the next term is below 2^-115
            return Real(1) - square / Real(10) *
                                 (Real(1) - square / Real(28) *
                                                (Real(1) - square / Real(54) *
                                                               (Real(1) - square / Real(88))));
        }
        return Real(3) * (sine(x) / x - cosine(x)) / square;
    }

    /// cos(2 psi) where psi is the angle of the projected ray (e, b) from the E-vector.
    template <class Real>
    static Real cos_twice_angle(const Real& b, const Real& e) {
        const Real sum = e * e + b * b;
        return sum == Real(0) ? Real(1) : (e * e - b * b) / sum;
    }
};

} // namespace tapir::engine
