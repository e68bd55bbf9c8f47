#include "tapir/engine/units.hpp"

#include <cmath>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::engine::units {

std::optional<double> written_in(const WrittenUnit& unit, double value) {
    const double near = value / unit.to_engine(1.0);
    constexpr int most_digits = 17;
    for (int digits = 1; digits <= most_digits; ++digits) {
        const std::optional<double> candidate = trace::parse_number(trace::general(near, digits));
        if (candidate && unit.to_engine(*candidate) == value) {
            return candidate;
        }
    }
    constexpr int neighbours = 8;
    double above = near;
    double below = near;
    for (int i = 0; i < neighbours; ++i) {
        above = std::nextafter(above, INFINITY);
        below = std::nextafter(below, -INFINITY);
        for (const double candidate : {above, below}) {
            if (unit.to_engine(candidate) == value) {
                return candidate;
            }
        }
    }
    return std::nullopt;
}

std::string written(const WrittenUnit& unit, double value) {
    const double number = written_in(unit, value).value_or(value / unit.to_engine(1.0));
    return trace::general15(number) + (*unit.name == '\0' ? "" : std::string(" ") + unit.name);
}

} // namespace tapir::engine::units
