#pragma once

#include <string>

#include "tapir/engine/run_spec.hpp"
#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

/// What is said beside a comparison of traces that this program made as PTX on the host: which
/// sides, and that they are no evidence of a device. Headers say so; "" where none does.
[[nodiscard]] std::string ptx_note(const trace::TraceFile& reference,
                                   const trace::TraceFile& candidate);

/// The same of a trace alone.
[[nodiscard]] std::string ptx_note(const trace::TraceFile& file);

/// Puts a note before all others; "" is none.
void note_first(const std::string& note, trace::Comparison& result);

/// Says the same of what this engine computed for a comparison, where that was PTX on the host.
void note_own_ptx(const engine::RunSpec& run, trace::Comparison& result);

} // namespace tapir::harness
