#pragma once

#include <string>
#include <vector>

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::reports {

/// The oscillation steps of one pixel of a trace.
struct PerPhi {
    trace::Pixel pixel;
    /// {pixel: {slow, fast}, of, per_phi_entries: [{phi_tic, phi_deg, k_frac, ...}]}, as existing
    /// scripts and `trace::parse_trace` read it: numbers in the units of the keys, with all the
    /// digits the trace has.
    std::string json;
};

/// One for each pixel whose steps the trace prints, in the order of the pixels. Of further loops
/// (layers, subpixels, sources, domains) the first pass is shown, and the field `of` says so.
/// @param program  its lines of kind PHI say which values belong to a step, and their keys
[[nodiscard]] std::vector<PerPhi> per_phi_json(const trace::TraceFile& file,
                                               const trace::ProgramModel& program);

} // namespace tapir::reports
