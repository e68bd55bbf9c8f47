#pragma once

#include <numbers>
#include <optional>
#include <string>

/// From the units people write to the units the engine holds, by the C program's own operations,
/// so that a preset and the C program's options give the same bits.
namespace tapir::engine::units {

inline constexpr double degrees_per_radian = 180.0 * std::numbers::inv_pi;
inline constexpr double millimetres_per_metre = 1000.0;

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

[[nodiscard]] constexpr double as_is(double value) {
    return value;
}

/// A unit in which people write a number, and what makes the engine's number of it.
struct WrittenUnit {
    const char* name; ///< "" for a pure number
    double (*to_engine)(double);
};

inline constexpr WrittenUnit pure{"", as_is};
inline constexpr WrittenUnit angstroms{"angstrom", angstrom};
inline constexpr WrittenUnit angstroms_by_product{"angstrom", angstrom_by_product};
inline constexpr WrittenUnit angstroms_kept{"angstrom", as_is};
inline constexpr WrittenUnit square_angstroms_kept{"angstrom^2", as_is};
inline constexpr WrittenUnit millimetres{"mm", millimetre};
inline constexpr WrittenUnit micrometres{"um", micrometre};
inline constexpr WrittenUnit micrometres_by_division{"um", micrometre_by_division};
inline constexpr WrittenUnit metres{"m", as_is};
inline constexpr WrittenUnit per_metre{"1/m", as_is};
inline constexpr WrittenUnit degrees{"degree", degree};
inline constexpr WrittenUnit milliradians{"mrad", milliradian};
inline constexpr WrittenUnit percents{"percent", percent};
inline constexpr WrittenUnit seconds{"s", as_is};
inline constexpr WrittenUnit pixels{"pixels", as_is};
inline constexpr WrittenUnit electrons{"electrons", as_is};
inline constexpr WrittenUnit photons_per_m2{"photons/m^2", as_is};
inline constexpr WrittenUnit photons_per_s{"photons/s", as_is};

/// The number in a unit of which the engine's `value` is made exactly: the shortest one.
/// Nothing when there is none near.
[[nodiscard]] std::optional<double> written_in(const WrittenUnit& unit, double value);

/// A number as people write it, with its unit: "-0.1 mm". @param value  in the engine's unit
[[nodiscard]] std::string written(const WrittenUnit& unit, double value);

} // namespace tapir::engine::units
