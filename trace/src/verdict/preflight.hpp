#pragma once

#include <optional>

#include "align/alignment.hpp"
#include "tapir/trace/record/oracle.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// A verdict that nothing was compared, and why.
[[nodiscard]] Comparison refuse(VerdictReason reason, std::string sentence);
[[nodiscard]] Comparison refuse_too_many_loops();
/// @param how  one can tell that a file was cut short
[[nodiscard]] Comparison refuse_truncated(const std::string& name, const std::string& how);

/// What makes two files not worth comparing; no reason when nothing does.
/// @param pixel_size_m  0 when it is not known
[[nodiscard]] Comparison preflight(const TraceFile& reference, const TraceFile& candidate,
                                   const ProgramModel& program, double pixel_size_m);

/// The same for what shows only when the records have their meaning: another number of subpixels.
[[nodiscard]] Comparison unequal_scopes(const Side& reference, const Side& candidate,
                                        const ProgramModel& program);

/// Edge of a pixel [m], from either trace or the scene; 0 when neither says.
[[nodiscard]] double pixel_size_of(const TraceFile& reference, const TraceFile& candidate,
                                   const ProgramModel& program, const Oracle* what_if);

/// The pixel a trace was taken in, from the position it shows.
[[nodiscard]] std::optional<Pixel>
pixel_from_position(const TraceFile& file, const ProgramModel& program, double pixel_size_m);

} // namespace tapir::trace
