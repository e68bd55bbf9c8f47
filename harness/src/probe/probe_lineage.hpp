#pragma once

#include <string>
#include <vector>

#include "probe/probe_relation.hpp"

namespace tapir::harness {

/// The smallest and the largest of some numbers.
struct SlopeRange {
    double least = 0, most = 0;
    bool known = false;

    void add(double slope);
};

/// A tap that is computed from another one, without any third in between.
struct LearntEdge {
    int source = -1, sink = -1; ///< taps by number
    std::vector<Relation> relations;
    std::vector<Relation> only_told; ///< true, and nothing that `feeds` of a model can say
    SlopeRange relative; ///< change of the sink as a part of itself, for that of the source
    SlopeRange absolute; ///< change of the sink for that of the source, where one record moved
    std::vector<std::string> notes;
};

/// What was learnt of a program.
struct LearntLineage {
    RecordTable table;
    std::vector<LearntEdge> edges;  ///< by sink, then by source
    std::vector<std::string> notes; ///< what else was seen, a sentence each
    int runs = 0;
};

/// Leaves those relations to `feeds` that are true of every record.
///
/// A relation that holds only where no other one names a record stays where the records that it
/// names elsewhere are computed from, by way of others; else it is only told.
void settle_lineage(LearntLineage& learnt);

} // namespace tapir::harness
