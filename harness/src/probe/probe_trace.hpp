#pragma once

#include <map>
#include <string>
#include <string_view>

#include "probe/probe_events.hpp"
#include "probe/probe_plan.hpp"
#include "tapir/trace/format/inherited_key.hpp"
#include "tapir/trace/format/trace_file.hpp"

namespace tapir::harness {

using trace::inherited_prefix;

/// The key under which a tap's value is recorded.
[[nodiscard]] std::string recorded_key(const std::string& tap, bool inherited);

/// A run's records as a native trace: its loops, and where in the source each key is taken.
/// Records that share their tap and site are told apart by a loop "pass", from the second on.
[[nodiscard]] std::string probe_trace_text(const ProbeRequest& request, const ProbeEvents& events);

/// The records of a reference that a run under probes can come by: those of the file's keys at the
/// selected indices.
struct GraftReference {
    trace::TraceFile file;     ///< with those records alone
    GraftValues values;        ///< the same by name
    std::uint64_t outside = 0; ///< how many of its records are others
};

/// Reads a reference trace for a graft.
/// @throws InputError  it is no whole native trace; a unit or a number of components is not the
///                     probe file's; none of its records is one that the run can come by
[[nodiscard]] GraftReference read_graft_reference(const std::string& path,
                                                  const ProbeRequest& request);

/// These records as a native trace of their own.
[[nodiscard]] std::string graft_reference_text(const GraftReference& reference);

/// The name of a record in a plan: its key, its loops in the tap's order, its pass.
[[nodiscard]] std::string record_name(const ProbeRequest& request, const ProbeRecord& record);

} // namespace tapir::harness
