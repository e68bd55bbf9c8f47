#pragma once

#include "probe/probe_events.hpp"
#include <string>

#include "probe/probe_events.hpp"
#include "probe/probe_plan.hpp"

namespace tapir::harness {

/// Runs a program under probes, with this program's standard streams. No shell stands in between.
/// @throws InputError  no program is given, or a temporary folder cannot be made;
///         DeviceUnavailable  the backend's gdb or python3 is not there, or cannot run scripts;
///         InternalError  the backend broke down
[[nodiscard]] ProbeEvents run_probes(const ProbeRequest& request);

/// Runs one of the scripts that stand beside the backends', with a question of JSON, whose "out" it
/// is told. @return its answer
/// @throws InputError  a temporary folder cannot be made; DeviceUnavailable  there is no python3;
///         InternalError  the script broke down
[[nodiscard]] std::string run_script(const std::string& name, const std::string& question);

} // namespace tapir::harness
