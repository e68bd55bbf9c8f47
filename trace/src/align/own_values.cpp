#include "tapir/trace/align/own_values.hpp"

#include <cmath>
#include <limits>

#include "align/alignment.hpp"
#include "align/side_precision.hpp"

namespace tapir::trace {

double last_place_of(double value, bool single) {
    const double size = std::fabs(value);
    if (single) {
        const auto narrow = static_cast<float>(size);
        return static_cast<double>(std::nextafter(narrow, std::numeric_limits<float>::infinity())) -
               static_cast<double>(narrow);
    }
    return std::nextafter(size, std::numeric_limits<double>::infinity()) - size;
}

std::vector<OwnValue> own_values(const TraceFile& file, const ProgramModel& program) {
    const Side side{&file, canonicalise(file, program)};
    const SidePrecision precision = precision_of(side, program);
    std::vector<OwnValue> values;
    for (const CanonicalValue& value : side.values) {
        if (!value.known || !value.printed().numeric || !std::isfinite(value.value)) {
            continue;
        }
        const TapSpec* tap = program.find_tap(value.node.tap);
        const bool single = precision.roundoff(tap, &value) == SidePrecision::roundoff_single;
        values.push_back(
            {value.node, value.value,
             last_place_of(value.value, single) + 2 * half_quantum(value, precision.digits),
             shown(value)});
    }
    return values;
}

} // namespace tapir::trace
