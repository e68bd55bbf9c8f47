#pragma once

#include <vector>

#include "align/alignment.hpp"
#include "cause/record_audit.hpp"

namespace tapir::trace {

/// What is at hand where there is no scene.
struct RecordsOnly {
    const Alignment* alignment;
    const Side* candidate;
    const ProgramModel* program;
    const LineageGraph* graph;
    double pixel_size_m;             ///< 0: the records do not state it
    const RecordAudit* of_reference; ///< its stages; or null
};

/// What the records tell together of roots found by the lineage alone: three vectors that are
/// transposed, shifts by half a pixel, factors nobody printed, entries that are empty, prints that
/// do not follow from those of their own side.
void refine_roots(const RecordsOnly& records, std::vector<RootCause>& roots);

/// Roots that are last digits only go behind those that are more.
void rounding_last(std::vector<RootCause>& roots);

} // namespace tapir::trace
