#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tapir::trace {

/// A unit as powers of base units and a scale: value in base units = value * scale + offset.
///
/// The base units are m, kg, s, A, K, mol and cd. Angles, counts and shares have no dimension:
/// radian, "1" and "count" are one unit, a degree is pi/180 of it.
struct Unit {
    static constexpr std::size_t bases = 7;
    std::array<int, bases> powers{};
    double scale = 1;
    double offset = 0; ///< of degC and degF alone, where they stand by themselves

    [[nodiscard]] bool same_dimension(const Unit& other) const { return powers == other.powers; }
    [[nodiscard]] bool has_dimension() const { return powers != std::array<int, bases>{}; }
    /// "kg m^-1 s^-2"; "1" for a pure number.
    [[nodiscard]] std::string dimension_text() const;
};

[[nodiscard]] Unit operator*(const Unit& a, const Unit& b);
[[nodiscard]] Unit operator/(const Unit& a, const Unit& b);
[[nodiscard]] Unit power(const Unit& unit, int exponent);
/// The unit whose square it is; nothing when a power is odd.
[[nodiscard]] std::optional<Unit> square_root(const Unit& unit);

/// Reads "mm", "kg*m/s^2", "W/(m K)", "1/s", "degC". Names bind as they do on paper: a blank and a
/// `*` multiply, `/` divides by what follows it up to the next `*`, blank or `/`, `^` and `**` take
/// a whole number. SI prefixes go before the names that take them. "" and "-" are the pure number.
/// @return nothing when a word of it is not known
[[nodiscard]] std::optional<Unit> parse_unit(std::string_view text);

/// How a value in one unit becomes the value in another: value * multiply / divide + add.
///
/// The factor is kept as a quotient of two exact numbers where there are such, so that 20 mm
/// becomes the double nearest to 0.02 m.
struct Conversion {
    double multiply = 1, divide = 1, add = 0;

    [[nodiscard]] bool changes() const { return multiply != divide || add != 0; }
    [[nodiscard]] double operator()(double value) const { return value * multiply / divide + add; }
    [[nodiscard]] double slope() const { return multiply / divide; }
};

/// Equal words convert into each other, known or not.
/// @return nothing when one of them is not known, or they measure different things
[[nodiscard]] std::optional<Conversion> conversion(std::string_view from, std::string_view to);

/// Why a value in one unit is none in the other, as the end of a sentence: "K measures temperature
/// and AU length"; "" when it can be converted.
[[nodiscard]] std::string why_not_convertible(std::string_view from, std::string_view to);

} // namespace tapir::trace
