#pragma once

#include <numbers>

/// From the units people write to the units the engine holds, by the C program's own operations,
/// so that a preset and the C program's options give the same bits.
namespace tapir::harness {

inline constexpr double degrees_per_radian = 180.0 * std::numbers::inv_pi;

[[nodiscard]] constexpr double millimetre(double value) {
    return value / 1000.0;
}
[[nodiscard]] constexpr double micrometre(double value) {
    return value * 1e-6;
}
[[nodiscard]] constexpr double micrometre_by_division(double value) {
    return value / 1e6;
}
[[nodiscard]] constexpr double milliradian(double value) {
    return value / 1000.0;
}
[[nodiscard]] constexpr double percent(double value) {
    return value / 100.0;
}
[[nodiscard]] constexpr double angstrom_by_product(double value) {
    return value * 1e-10;
}
[[nodiscard]] constexpr double angstrom(double value) {
    return value / 1.0e10;
}
[[nodiscard]] constexpr double degree(double value) {
    return value / degrees_per_radian;
}
[[nodiscard]] constexpr double wavelength_of_electronvolt(double value) {
    return (12398.42 / value) / 1.0e10;
}

} // namespace tapir::harness
