#pragma once

#include <vector>

#include "tapir/trace/align/canonical.hpp"

namespace tapir::trace {

/// The values of a native trace, whose records state their tap and all of their indices.
[[nodiscard]] std::vector<CanonicalValue> values_of_native(const TraceFile& file,
                                                           const ProgramModel& program);

} // namespace tapir::trace
