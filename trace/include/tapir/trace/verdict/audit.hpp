#pragma once

#include "tapir/trace/record/oracle.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// Computes every record whose inputs a trace prints from those inputs, and compares.
/// @param stages  the computation, of any scene with the loops of the trace
/// @return parity when all follow; divergence or not_attested with the roots; not comparable when
///         there is no stage all of whose inputs were printed. The "reference" of a root is what
///         the records give.
[[nodiscard]] Comparison audit(const TraceFile& file, const ProgramModel& program,
                               const Oracle& stages);

} // namespace tapir::trace
