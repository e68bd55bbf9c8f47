#include "verdict/compared_sides.hpp"

#include <utility>

#include "align/ray_assignment.hpp"
#include "tapir/trace/align/canonical.hpp"
#include "tapir/trace/verdict/pixel_recovery.hpp"

namespace tapir::trace {

std::vector<Pixel> pixels_of(const TraceFile& reference, const TraceFile& candidate) {
    return reference.pixels.empty() ? candidate.pixels : reference.pixels;
}

Sides::Sides(TraceFile one, TraceFile other, double edge_of_pixel_m, const ProgramModel& program,
             const Oracle* what_if)
    : reference_file(std::move(one)), candidate_file(std::move(other)),
      pixel_size_m(edge_of_pixel_m) {
    recover_pixels(reference_file, candidate_file, program, what_if);
    reference = {&reference_file, canonicalise(reference_file, program)};
    // a side whose lines state no line of sight is read as the other side has them
    const std::vector<Site> rays = lines_of_sight(reference.values, program);
    candidate = {&candidate_file, canonicalise(candidate_file, program, rays)};
    const std::vector<Site> other_rays = lines_of_sight(candidate.values, program);
    if (other_rays != rays) {
        reference.values = canonicalise(reference_file, program, other_rays);
    }
    pixels = pixels_of(reference_file, candidate_file);
}

} // namespace tapir::trace
