#pragma once

#include "scene/scene_options.hpp"
#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

/// Whether its header says that this program made a trace.
[[nodiscard]] bool is_own(const trace::TraceFile& file);

/// Holds a trace of this program against the computation: every value must come out again, made as
/// the header says, and every word of the header must be what is written then. Where the values
/// come out in another way than the header says, it is the header that is not true, and it is said
/// which words.
/// @return not_attested for a header that is not true of records that come out again
/// @throws InputError  it states and holds no pixel
[[nodiscard]] trace::Comparison check_own_trace(const trace::TraceFile& file,
                                                const engine::Experiment& experiment,
                                                const SceneOptions& scene,
                                                const engine::RunSpec& run);

/// The pixels to compute again. @throws InputError  there is none
[[nodiscard]] std::vector<trace::Pixel> pixels_to_trace(const trace::TraceFile& file);

} // namespace tapir::harness
