#pragma once

#include "alignment.hpp"
#include "tapir/trace/what_if.hpp"

namespace tapir::trace {

/// Holds the records of each side against each other, as `audit` does. What fails at a root's tap
/// is evidence for the root and tells its side; where another tap departs and fails on one side, it
/// is a root of its own. What fails on both sides, or where the sides agree, is a note.
void add_audits(const TraceFile& reference, const TraceFile& candidate, const Alignment& alignment,
                const Dictionary& dictionary, const WhatIf& stages, Comparison& result);

} // namespace tapir::trace
