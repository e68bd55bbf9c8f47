#include "verdict/tolerance_text.hpp"

#include <algorithm>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// The smallest fault that shows in a tap: of the value, or in its unit where the value is nothing
/// beside it.
std::string visible_text(const Sharpness& row, const ProgramModel& program) {
    constexpr int digits = 2;
    if (row.bluntest < 1) {
        return general(row.bluntest, digits) + " of the value in " + row.tap;
    }
    const TapSpec* tap = program.find_tap(row.tap);
    const std::string unit = tap == nullptr ? "" : std::string(" ") + tap->unit;
    return general(row.bluntest_absolute, digits) + (unit == " 1" ? "" : unit) + " in " + row.tap +
           " (absolute: its value there is near zero)";
}

} // namespace

std::string computed_tolerance_text(const StageComparison& stages,
                                    const std::vector<Sharpness>& sharpness,
                                    const ProgramModel& program) {
    const auto precision = [](const SideReplay& side) {
        return std::string(side.precision().single ? "single" : "double") + " precision, " +
               std::to_string(side.precision().digits) + " digits";
    };
    std::string text = "twice the rounding of each stage, from its conditioning (reference " +
                       precision(stages.reference()) + "; candidate " +
                       precision(stages.candidate()) + ")";
    if (!sharpness.empty()) {
        const auto by_bluntest = [](const Sharpness& a, const Sharpness& b) {
            return a.bluntest < b.bluntest;
        };
        const auto [sharp, blunt] =
            std::minmax_element(sharpness.begin(), sharpness.end(), by_bluntest);
        text += "; the smallest fault that shows is " + visible_text(*sharp, program) + ", " +
                visible_text(*blunt, program);
    }
    return text;
}

} // namespace tapir::trace
