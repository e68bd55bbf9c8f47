#pragma once

#include <string>
#include <vector>

#include "tapir/trace/align/pair.hpp"
#include "tapir/trace/format/trace_file.hpp"

namespace tapir::trace {

/// One side of a comparison: the trace and what its values mean.
struct Side {
    const TraceFile* file = nullptr;
    std::vector<CanonicalValue> values;
};

struct Alignment {
    const Side* reference = nullptr; ///< what the pairs are of
    std::vector<Pair> pairs;
    std::vector<const CanonicalValue*> missing; ///< in the candidate's scope, but not there
    std::vector<const CanonicalValue*> extra;   ///< in the reference's scope, but not there
    std::vector<const CanonicalValue*> outside_candidate; ///< not in the candidate's scope
    std::vector<const CanonicalValue*> outside_reference; ///< not in the reference's scope
};

/// As printed, or in the tap's unit where the print is in another.
[[nodiscard]] std::string shown(const CanonicalValue& value);

/// Pairs values of equal meaning: by printed name and site in the same dialect, else by tap,
/// component and site. Order in the files does not matter.
[[nodiscard]] Alignment align(const Side& reference, const Side& candidate,
                              const ProgramModel& program);

} // namespace tapir::trace
