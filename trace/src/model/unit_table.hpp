#pragma once

#include <array>
#include <numbers>
#include <string_view>

#include "tapir/trace/model/units.hpp"

/// The units that are known by name, and the SI prefixes.
namespace tapir::trace::unit_table {

using Powers = std::array<int, Unit::bases>;

inline constexpr std::array<std::string_view, Unit::bases> base_names{"m", "kg",  "s", "A",
                                                                      "K", "mol", "cd"};

inline constexpr Powers none{};
inline constexpr Powers length{1};
inline constexpr Powers mass{0, 1};
inline constexpr Powers time{0, 0, 1};
inline constexpr Powers current{0, 0, 0, 1};
inline constexpr Powers temperature{0, 0, 0, 0, 1};
inline constexpr Powers amount{0, 0, 0, 0, 0, 1};
inline constexpr Powers luminous_intensity{0, 0, 0, 0, 0, 0, 1};
inline constexpr Powers energy{2, 1, -2};
inline constexpr Powers power_{2, 1, -3};
inline constexpr Powers force{1, 1, -2};
inline constexpr Powers pressure{-1, 1, -2};
inline constexpr Powers charge{0, 0, 1, 1};
inline constexpr Powers voltage{2, 1, -3, -1};
inline constexpr Powers resistance{2, 1, -3, -2};
inline constexpr Powers capacitance{-2, -1, 4, 2};
inline constexpr Powers field{0, 1, -2, -1};
inline constexpr Powers flux{2, 1, -2, -1};
inline constexpr Powers inductance{2, 1, -2, -2};
inline constexpr Powers frequency{0, 0, -1};
inline constexpr Powers area{2};
inline constexpr Powers volume{3};
inline constexpr Powers speed{1, 0, -1};

inline constexpr double pi = std::numbers::pi;

struct NamedUnit {
    std::string_view name;
    Powers powers;
    double scale;
    bool prefixed; ///< SI prefixes go before it
    double offset = 0;
};

/// Values of 2018 CODATA where a unit is measured, those of IAU 2015 for astronomy.
inline constexpr std::array units{
    NamedUnit{"1", none, 1, false},
    NamedUnit{"count", none, 1, false},
    NamedUnit{"counts", none, 1, false},
    NamedUnit{"photon", none, 1, false},
    NamedUnit{"photons", none, 1, false},
    NamedUnit{"electron", none, 1, false},
    NamedUnit{"electrons", none, 1, false},
    NamedUnit{"%", none, 0.01, false},
    NamedUnit{"rad", none, 1, true},
    NamedUnit{"radian", none, 1, false},
    NamedUnit{"radians", none, 1, false},
    NamedUnit{"sr", none, 1, false},
    NamedUnit{"deg", none, pi / 180, false},
    NamedUnit{"degree", none, pi / 180, false},
    NamedUnit{"degrees", none, pi / 180, false},
    NamedUnit{"arcmin", none, pi / 10800, false},
    NamedUnit{"arcsec", none, pi / 648000, false},
    NamedUnit{"m", length, 1, true},
    NamedUnit{"metre", length, 1, false},
    NamedUnit{"meter", length, 1, false},
    NamedUnit{"meters", length, 1, false},
    NamedUnit{"micron", length, 1e-6, false},
    NamedUnit{"angstrom", length, 1e-10, false},
    NamedUnit{"angstroms", length, 1e-10, false},
    NamedUnit{"Angstrom", length, 1e-10, false},
    NamedUnit{"bohr", length, 5.29177210903e-11, false},
    NamedUnit{"in", length, 0.0254, false},
    NamedUnit{"ft", length, 0.3048, false},
    NamedUnit{"AU", length, 149597870700.0, false},
    NamedUnit{"au", length, 149597870700.0, false},
    NamedUnit{"ly", length, 9460730472580800.0, false},
    NamedUnit{"pc", length, 149597870700.0 * 648000 / pi, true},
    NamedUnit{"barn", area, 1e-28, true},
    NamedUnit{"l", volume, 1e-3, true},
    NamedUnit{"L", volume, 1e-3, true},
    NamedUnit{"g", mass, 1e-3, true},
    NamedUnit{"t", mass, 1000, false},
    NamedUnit{"u", mass, 1.66053906660e-27, false},
    NamedUnit{"Da", mass, 1.66053906660e-27, true},
    NamedUnit{"Msun", mass, 1.98840987e30, false},
    NamedUnit{"s", time, 1, true},
    NamedUnit{"sec", time, 1, false},
    NamedUnit{"second", time, 1, false},
    NamedUnit{"seconds", time, 1, false},
    NamedUnit{"min", time, 60, false},
    NamedUnit{"h", time, 3600, false},
    NamedUnit{"hour", time, 3600, false},
    NamedUnit{"d", time, 86400, false},
    NamedUnit{"day", time, 86400, false},
    NamedUnit{"days", time, 86400, false},
    NamedUnit{"yr", time, 31557600, true},
    NamedUnit{"year", time, 31557600, false},
    NamedUnit{"years", time, 31557600, false},
    NamedUnit{"Hz", frequency, 1, true},
    NamedUnit{"A", current, 1, true},
    NamedUnit{"K", temperature, 1, true},
    NamedUnit{"degC", temperature, 1, false, 273.15},
    NamedUnit{"C_deg", temperature, 1, false, 273.15},
    NamedUnit{"celsius", temperature, 1, false, 273.15},
    NamedUnit{"degF", temperature, 5.0 / 9, false, 459.67 * 5 / 9},
    NamedUnit{"mol", amount, 1, true},
    NamedUnit{"cd", luminous_intensity, 1, true},
    NamedUnit{"lm", luminous_intensity, 1, true},
    NamedUnit{"N", force, 1, true},
    NamedUnit{"dyn", force, 1e-5, false},
    NamedUnit{"J", energy, 1, true},
    NamedUnit{"erg", energy, 1e-7, false},
    NamedUnit{"cal", energy, 4.184, true},
    NamedUnit{"eV", energy, 1.602176634e-19, true},
    NamedUnit{"hartree", energy, 4.3597447222071e-18, false},
    NamedUnit{"W", power_, 1, true},
    NamedUnit{"Pa", pressure, 1, true},
    NamedUnit{"bar", pressure, 1e5, true},
    NamedUnit{"atm", pressure, 101325, false},
    NamedUnit{"Torr", pressure, 101325.0 / 760, false},
    NamedUnit{"psi", pressure, 6894.757293168361, false},
    NamedUnit{"C", charge, 1, true},
    NamedUnit{"e", charge, 1.602176634e-19, false},
    NamedUnit{"V", voltage, 1, true},
    NamedUnit{"ohm", resistance, 1, true},
    NamedUnit{"F", capacitance, 1, true},
    NamedUnit{"T", field, 1, true},
    NamedUnit{"G", field, 1e-4, true},
    NamedUnit{"Wb", flux, 1, true},
    NamedUnit{"H", inductance, 1, true},
    NamedUnit{"kn", speed, 1852.0 / 3600, false},
};

struct Prefix {
    std::string_view name;
    double factor;
};
inline constexpr std::array prefixes{
    Prefix{"da", 1e1},      Prefix{"h", 1e2},       Prefix{"k", 1e3},  Prefix{"M", 1e6},
    Prefix{"G", 1e9},       Prefix{"T", 1e12},      Prefix{"P", 1e15}, Prefix{"E", 1e18},
    Prefix{"d", 1e-1},      Prefix{"c", 1e-2},      Prefix{"m", 1e-3}, Prefix{"u", 1e-6},
    Prefix{"\u00b5", 1e-6}, Prefix{"\u03bc", 1e-6}, Prefix{"n", 1e-9}, Prefix{"p", 1e-12},
    Prefix{"f", 1e-15},     Prefix{"a", 1e-18},
};

} // namespace tapir::trace::unit_table
