#pragma once

#include <set>
#include <utility>
#include <vector>

#include "probe/probe_relation.hpp"

namespace tapir::harness {

/// One run in which some records of a source were moved and every other tap was held.
struct Experiment {
    std::vector<bool> moved;   ///< by record
    std::vector<bool> present; ///< by record: it was computed at all
    std::vector<bool> reacted; ///< by record: it was not computed as before
};

/// A change that has to be explained: in which run, of which record.
using RecordChange = std::pair<std::size_t, int>;

/// What some runs say of the relations of one source and one sink.
class Observations {
  public:
    /// All of these have to outlive it.
    Observations(const RecordTable& table, const SourceRecords& source, int sink,
                 const std::vector<Experiment>& runs);

    [[nodiscard]] bool changed(std::size_t run, int record) const;
    [[nodiscard]] bool any_moved(std::size_t run, const std::vector<int>& records) const;
    /// Whether a relation names what is not known yet when a record of the sink is computed.
    [[nodiscard]] bool looks_ahead(const Relation& relation) const;
    /// Whether a record did not change in a run in which what a relation names from it was moved.
    [[nodiscard]] bool refuted(const Relation& relation, int record) const;
    /// The changes of some records that a relation explains.
    [[nodiscard]] std::set<RecordChange> explained(const Relation& relation,
                                                   const std::vector<int>& records) const;

  private:
    /// Whether a record of the source can be known when a record of the sink is computed. A record
    /// of several components is written when the last of them is assigned.
    [[nodiscard]] bool before(int source, int sink) const;

    const RecordTable* table_;
    const SourceRecords* source_;
    int sink_;
    const std::vector<Experiment>* runs_;
    bool in_order_;
};

} // namespace tapir::harness
