#pragma once

#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

/// Holds the records of one trace against each other: every stage whose inputs were all printed
/// is computed from them. Knows no scene.
[[nodiscard]] trace::Comparison audit_records(const trace::TraceFile& file);

} // namespace tapir::harness
