#pragma once

#include <vector>

#include "probe/probe_observations.hpp"

namespace tapir::harness {

/// What was found of one source and one sink.
struct FoundRelations {
    std::vector<Relation> relations;
    std::vector<int> live;        ///< records of the sink that reacted when all of the source moved
    std::vector<int> unexplained; ///< those of them whose changes no relation explains
    std::vector<int> still;       ///< those that did not, although a relation names records
    bool settled = false;         ///< no other relation explains anything
    bool proven = false; ///< of each relation it was seen that nothing else found explains it
    /// Records of the source that should be moved next: of those that half of the sink's records
    /// are computed from, one for each.
    std::vector<int> to_move;
    /// Those that should be left when all others are moved: all that these are computed from.
    std::vector<int> to_leave;
};

/// Whether a record is in the half that a run takes; chosen without any pattern that a loop could
/// have, and the same each time.
[[nodiscard]] bool in_half(int record, int run);

/// Finds the relations that explain which records of a sink reacted.
/// @param runs  in the first, every record of the source was moved
/// Deterministic: the same runs give the same relations and the same records to move.
[[nodiscard]] FoundRelations find_relations(const RecordTable& table, const SourceRecords& source,
                                            int sink, const std::vector<Experiment>& runs);

} // namespace tapir::harness
