#pragma once

#include "probe/probe_events.hpp"
#include "probe/probe_plan.hpp"

namespace tapir::harness {

/// Runs a program under probes, with this program's standard streams. No shell stands in between.
/// @throws InputError  no program is given, or a temporary folder cannot be made;
///         DeviceUnavailable  the backend's gdb or python3 is not there, or cannot run scripts;
///         InternalError  the backend broke down
[[nodiscard]] ProbeEvents run_probes(const ProbeRequest& request);

} // namespace tapir::harness
