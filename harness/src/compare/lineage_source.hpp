#pragma once

#include <optional>

#include "tapir/engine/simulate.hpp"
#include "tapir/trace/format/trace_file.hpp"

namespace tapir::harness {

/// The lineage of the records of two traces: from the scene when there is one, else from a
/// schematic scene with the same loops, as the records themselves state them. Which tap feeds
/// which does not depend on the numbers.
[[nodiscard]] trace::LineageGraph lineage_for(const std::optional<engine::Experiment>& experiment,
                                              const engine::RunSpec& options,
                                              const trace::TraceFile& reference,
                                              const trace::TraceFile& candidate);

/// Any scene with the loops and the pixels of a trace.
/// @throws InputError  a trace with more loops than make sense
[[nodiscard]] engine::Experiment schematic_experiment(const trace::TraceFile& file);
/// The same of two traces; nothing where their loops make no sense. Where the detector turns about,
/// and where the factors of the intensity are applied, is taken from the records of the first.
[[nodiscard]] std::optional<engine::Experiment> schematic_experiment(const trace::TraceFile& file,
                                                                     const trace::TraceFile& other);
/// Why there is nothing, as a note on the comparison; empty where there is something.
[[nodiscard]] std::string why_not_followed(const trace::TraceFile& reference,
                                           const trace::TraceFile& candidate);

} // namespace tapir::harness
