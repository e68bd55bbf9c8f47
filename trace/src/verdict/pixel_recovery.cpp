#include "tapir/trace/verdict/pixel_recovery.hpp"

#include <optional>

#include "verdict/preflight.hpp"

namespace tapir::trace {

namespace {

/// A trace that does not state its pixel takes the only pixel of the other side, or the one it lies
/// in.
void adopt_pixel(TraceFile& file, const TraceFile& other, const std::optional<Pixel>& found) {
    if (!file.pixels.empty() || file.dialect == Dialect::native) {
        return;
    }
    const Pixel pixel =
        other.pixels.size() == 1 ? other.pixels.front() : found.value_or(Pixel{0, 0});
    for (PrintedRecord& record : file.records) {
        record.site.set_pixel(pixel);
    }
    if (found && other.pixels.empty()) {
        file.pixels = {pixel};
    }
}

} // namespace

void recover_pixels(TraceFile& reference, TraceFile& candidate, const ProgramModel& program,
                    const Oracle* what_if) {
    const double pixel_size_m = pixel_size_of(reference, candidate, program, what_if);
    const auto of_reference = pixel_from_position(reference, program, pixel_size_m);
    const auto of_candidate = pixel_from_position(candidate, program, pixel_size_m);
    const TraceFile before = reference;
    adopt_pixel(reference, candidate, of_reference);
    adopt_pixel(candidate, before, of_candidate);
}

} // namespace tapir::trace
