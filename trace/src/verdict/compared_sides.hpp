#pragma once

#include <vector>

#include "align/alignment.hpp"
#include "tapir/trace/record/oracle.hpp"

namespace tapir::trace {

/// The pixels both traces are of.
[[nodiscard]] std::vector<Pixel> pixels_of(const TraceFile& reference, const TraceFile& candidate);

/// Both traces, in one pixel and with their meaning.
class Sides {
  public:
    /// @param edge_of_pixel_m  0 when neither trace nor the scene says
    /// @param what_if  see recover_pixels; or null
    Sides(TraceFile one, TraceFile other, double edge_of_pixel_m, const ProgramModel& program,
          const Oracle* what_if);
    Sides(const Sides&) = delete; // the sides point into the files
    Sides& operator=(const Sides&) = delete;
    Sides(Sides&&) = delete;
    Sides& operator=(Sides&&) = delete;
    ~Sides() = default;

    TraceFile reference_file, candidate_file;
    Side reference, candidate;
    std::vector<Pixel> pixels; ///< empty: not known
    double pixel_size_m;       ///< 0: not known
};

} // namespace tapir::trace
