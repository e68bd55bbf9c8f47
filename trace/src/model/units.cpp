#include "tapir/trace/model/units.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

using Powers = std::array<int, Unit::bases>;

constexpr std::array<std::string_view, Unit::bases> base_names{"m", "kg", "s", "A",
                                                               "K", "mol", "cd"};

constexpr Powers none{};
constexpr Powers length{1};
constexpr Powers mass{0, 1};
constexpr Powers time{0, 0, 1};
constexpr Powers current{0, 0, 0, 1};
constexpr Powers temperature{0, 0, 0, 0, 1};
constexpr Powers amount{0, 0, 0, 0, 0, 1};
constexpr Powers luminous_intensity{0, 0, 0, 0, 0, 0, 1};
constexpr Powers energy{2, 1, -2};
constexpr Powers power_{2, 1, -3};
constexpr Powers force{1, 1, -2};
constexpr Powers pressure{-1, 1, -2};
constexpr Powers charge{0, 0, 1, 1};
constexpr Powers voltage{2, 1, -3, -1};
constexpr Powers resistance{2, 1, -3, -2};
constexpr Powers capacitance{-2, -1, 4, 2};
constexpr Powers field{0, 1, -2, -1};
constexpr Powers flux{2, 1, -2, -1};
constexpr Powers inductance{2, 1, -2, -2};
constexpr Powers frequency{0, 0, -1};
constexpr Powers area{2};
constexpr Powers volume{3};
constexpr Powers speed{1, 0, -1};

constexpr double pi = std::numbers::pi;

struct NamedUnit {
    std::string_view name;
    Powers powers;
    double scale;
    bool prefixed; ///< SI prefixes go before it
    double offset = 0;
};

/// Values of 2018 CODATA where a unit is measured, those of IAU 2015 for astronomy.
constexpr std::array units{
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
constexpr std::array prefixes{
    Prefix{"da", 1e1},  Prefix{"h", 1e2},  Prefix{"k", 1e3},  Prefix{"M", 1e6},  Prefix{"G", 1e9},
    Prefix{"T", 1e12},  Prefix{"P", 1e15}, Prefix{"E", 1e18}, Prefix{"d", 1e-1}, Prefix{"c", 1e-2},
    Prefix{"m", 1e-3},  Prefix{"u", 1e-6}, Prefix{"\u00b5", 1e-6}, Prefix{"\u03bc", 1e-6},
    Prefix{"n", 1e-9},  Prefix{"p", 1e-12}, Prefix{"f", 1e-15}, Prefix{"a", 1e-18},
};

const NamedUnit* find_unit(std::string_view name) {
    const auto* const found = std::find_if(units.begin(), units.end(),
                                    [name](const NamedUnit& unit) { return unit.name == name; });
    return found == units.end() ? nullptr : &*found;
}

/// A word of a unit: as it is, or a prefix and a name.
std::optional<Unit> named(std::string_view word) {
    if (const NamedUnit* unit = find_unit(word)) {
        return Unit{unit->powers, unit->scale, unit->offset};
    }
    for (const Prefix& prefix : prefixes) {
        if (word.size() <= prefix.name.size() ||
            word.substr(0, prefix.name.size()) != prefix.name) {
            continue;
        }
        const NamedUnit* unit = find_unit(word.substr(prefix.name.size()));
        if (unit != nullptr && unit->prefixed) {
            return Unit{unit->powers, prefix.factor * unit->scale, 0};
        }
    }
    return std::nullopt;
}

/// Reads a unit from left to right.
class UnitReader {
  public:
    explicit UnitReader(std::string_view text) : left_(text) {}

    std::optional<Unit> whole() {
        std::optional<Unit> unit = product(0);
        skip_blanks();
        return left_.empty() ? unit : std::nullopt;
    }

  private:
    static constexpr int deepest = 16;

    void skip_blanks() {
        while (!left_.empty() && left_.front() == ' ') {
            left_.remove_prefix(1);
        }
    }
    bool take(std::string_view mark) {
        if (left_.substr(0, mark.size()) != mark) {
            return false;
        }
        left_.remove_prefix(mark.size());
        return true;
    }

    std::optional<Unit> product(int depth) {
        std::optional<Unit> result = factor(depth);
        for (;;) {
            skip_blanks();
            if (!result || left_.empty() || left_.front() == ')') {
                return result;
            }
            const bool divides = take("/");
            if (!divides) {
                take("*") || take("\u00b7");
            }
            const std::optional<Unit> next = factor(depth);
            if (!next) {
                return std::nullopt;
            }
            result = divides ? *result / *next : *result * *next;
        }
    }

    std::optional<Unit> factor(int depth) {
        skip_blanks();
        std::optional<Unit> base;
        if (depth < deepest && take("(")) {
            base = product(depth + 1);
            skip_blanks();
            if (!take(")")) {
                return std::nullopt;
            }
        } else {
            const std::size_t end = std::min(left_.find_first_of(" */^()-0123456789"), left_.size());
            const std::size_t letters = end == 0 && !left_.empty() && left_.front() == '1' ? 1 : end;
            base = named(left_.substr(0, letters));
            left_.remove_prefix(letters);
            if (end == 0) { // a 1 has no power
                const bool alone = left_.empty() || left_.find_first_of(" */)") == 0;
                return alone ? base : std::nullopt;
            }
        }
        return base ? exponent(*base) : std::nullopt;
    }

    /// "^2", "**2", "^-1", "2" or "-1" right behind a name.
    std::optional<Unit> exponent(const Unit& base) {
        const bool marked = take("^") || take("**");
        std::size_t size = !left_.empty() && left_.front() == '-' ? 1 : 0;
        while (size < left_.size() && left_[size] >= '0' && left_[size] <= '9') {
            ++size;
        }
        if (size == 0) {
            return marked ? std::nullopt : std::optional(base);
        }
        const std::optional<int> number = parse_integer(left_.substr(0, size));
        constexpr int largest = 20;
        if (!number || std::abs(*number) > largest) {
            return std::nullopt;
        }
        left_.remove_prefix(size);
        return power(base, *number);
    }

    std::string_view left_;
};

/// What the usual dimensions are called; else their powers.
std::string quantity(const Unit& unit) {
    struct Named {
        Powers powers;
        const char* name;
    };
    constexpr std::array quantities{
        Named{none, "a pure number or an angle"}, Named{length, "a length"},
        Named{mass, "a mass"},                    Named{time, "a time"},
        Named{current, "a current"},              Named{temperature, "a temperature"},
        Named{amount, "an amount of substance"},  Named{energy, "an energy"},
        Named{power_, "a power"},                 Named{force, "a force"},
        Named{pressure, "a pressure"},            Named{charge, "a charge"},
        Named{voltage, "a voltage"},              Named{frequency, "a frequency"},
        Named{speed, "a speed"},                  Named{area, "an area"},
        Named{volume, "a volume"},
    };
    const auto* const found = std::find_if(quantities.begin(), quantities.end(), [&](const Named& one) {
        return one.powers == unit.powers;
    });
    return found == quantities.end() ? unit.dimension_text() : found->name;
}

} // namespace

std::string Unit::dimension_text() const {
    std::string text;
    for (std::size_t i = 0; i < bases; ++i) {
        if (powers[i] != 0) {
            text += (text.empty() ? "" : " ") + std::string(base_names[i]) +
                    (powers[i] == 1 ? "" : "^" + std::to_string(powers[i]));
        }
    }
    return text.empty() ? "1" : text;
}

Unit operator*(const Unit& a, const Unit& b) {
    Unit result{a.powers, a.scale * b.scale, 0};
    for (std::size_t i = 0; i < Unit::bases; ++i) {
        result.powers[i] += b.powers[i];
    }
    return result;
}

Unit operator/(const Unit& a, const Unit& b) {
    Unit result{a.powers, a.scale / b.scale, 0};
    for (std::size_t i = 0; i < Unit::bases; ++i) {
        result.powers[i] -= b.powers[i];
    }
    return result;
}

Unit power(const Unit& unit, int exponent) {
    if (exponent == 1) {
        return unit; // keeps an offset
    }
    Unit result{unit.powers, std::pow(unit.scale, exponent), 0};
    for (int& one : result.powers) {
        one *= exponent;
    }
    return result;
}

std::optional<Unit> square_root(const Unit& unit) {
    Unit result{unit.powers, std::sqrt(unit.scale), 0};
    for (int& one : result.powers) {
        if (one % 2 != 0) {
            return std::nullopt;
        }
        one /= 2;
    }
    return result;
}

std::optional<Unit> parse_unit(std::string_view text) {
    if (text.empty() || text == "-") {
        return Unit{};
    }
    return UnitReader(text).whole();
}

std::optional<Conversion> conversion(std::string_view from, std::string_view to) {
    if (from == to) {
        return Conversion{};
    }
    const std::optional<Unit> one = parse_unit(from);
    const std::optional<Unit> other = parse_unit(to);
    if (!one || !other || !one->same_dimension(*other)) {
        return std::nullopt;
    }
    Conversion result{one->scale, other->scale, (one->offset - other->offset) / other->scale};
    // a power of ten below one is no exact number, its inverse is: 20 mm are 20 / 1000 m
    const double inverse = std::round(other->scale / one->scale);
    constexpr double close = 1e-14;
    if (inverse >= 1 && std::fabs(inverse * one->scale / other->scale - 1) < close) {
        result.multiply = 1;
        result.divide = inverse;
    }
    const double factor = std::round(one->scale / other->scale);
    if (factor >= 1 && std::fabs(factor * other->scale / one->scale - 1) < close) {
        result.multiply = factor;
        result.divide = 1;
    }
    return result;
}

std::string why_not_convertible(std::string_view from, std::string_view to) {
    if (conversion(from, to)) {
        return "";
    }
    const std::optional<Unit> one = parse_unit(from);
    const std::optional<Unit> other = parse_unit(to);
    if (!one || !other) {
        return "'" + std::string(one ? to : from) + "' is no unit that is known here";
    }
    return std::string(from) + " measures " + quantity(*one) + " and " + std::string(to) +
           " measures " + quantity(*other);
}

} // namespace tapir::trace
