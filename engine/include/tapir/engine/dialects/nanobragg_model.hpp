#pragma once

#include "tapir/trace/record/program_model.hpp"

namespace tapir::engine {

/// What the C program and the Python port print, as data: key, tap, component, unit, scope.
/// The one table behind the `c` and `py` writers and readers.
[[nodiscard]] const trace::ProgramModel& nanobragg_model();

} // namespace tapir::engine
