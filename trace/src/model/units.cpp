#include "tapir/trace/model/units.hpp"

#include <algorithm>
#include <cmath>

#include "model/unit_table.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

using namespace unit_table;

const NamedUnit* find_unit(std::string_view name) {
    const auto* const found = std::find_if(
        units.begin(), units.end(), [name](const NamedUnit& unit) { return unit.name == name; });
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
            const std::size_t end =
                std::min(left_.find_first_of(" */^()-0123456789"), left_.size());
            const std::size_t letters =
                end == 0 && !left_.empty() && left_.front() == '1' ? 1 : end;
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
        Named{none, "a pure number or an angle"},
        Named{length, "a length"},
        Named{mass, "a mass"},
        Named{time, "a time"},
        Named{current, "a current"},
        Named{temperature, "a temperature"},
        Named{amount, "an amount of substance"},
        Named{energy, "an energy"},
        Named{power_, "a power"},
        Named{force, "a force"},
        Named{pressure, "a pressure"},
        Named{charge, "a charge"},
        Named{voltage, "a voltage"},
        Named{frequency, "a frequency"},
        Named{speed, "a speed"},
        Named{area, "an area"},
        Named{volume, "a volume"},
    };
    const auto* const found =
        std::find_if(quantities.begin(), quantities.end(),
                     [&](const Named& one) { return one.powers == unit.powers; });
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
