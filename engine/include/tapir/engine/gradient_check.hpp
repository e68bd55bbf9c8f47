#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tapir/engine/gradient.hpp"

/// Derivatives held against differences of the same kernel in a wider number type.
namespace tapir::engine {

enum class CheckVerdict : std::uint8_t {
    agrees,
    off,       ///< further apart than allowed
    flips,     ///< a decision falls otherwise within the step: there is no one derivative
    uncertain, ///< the difference itself is not known well enough
    refused    ///< the scene has no derivative by the parameter, see Parameter::refusal
};

/// A derivative of a pixel, and the central difference in its place; photons per unit.
struct CheckedDerivative {
    double analytic = 0;
    double numeric = 0;       ///< (f(p + h) - f(p - h)) / 2h
    double numeric_error = 0; ///< what it changed by when the step was doubled
    double relative = 0;      ///< difference by the larger of |numeric| and photons / scale
    CheckVerdict verdict = CheckVerdict::refused;
};

struct GradientCheck {
    Gradients analytic;
    std::vector<double> scales; ///< [parameter]: its size, or 1 of its unit where that is more
    std::vector<double> steps;  ///< [parameter]: h, in its unit
    std::vector<std::vector<CheckedDerivative>> checked; ///< [pixel][parameter]

    [[nodiscard]] std::size_t count(CheckVerdict verdict) const;
};

/// Checks derivatives of pixels by central differences in 113 bits, set-up included (64 where the
/// compiler has no wider number).
///
/// The step is 2^-37 of the scale, the cube root of the rounding unit of 113 bits: there the
/// error of leaving out the third derivative, about (step / scale)^2, is as small as that of
/// rounding, unit / step. The pixel depends on amplitudes through a square: their step may be long.
/// Doubling the step shows what is left of both.
///
/// @param tolerance  allowed relative difference
/// @throws InputError  as `gradients`
[[nodiscard]] GradientCheck check_gradients(const Experiment& experiment, const RunSpec& run,
                                            const std::vector<std::string>& names,
                                            const std::vector<trace::Pixel>& pixels,
                                            double tolerance);

} // namespace tapir::engine
