#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "probe/probe_table.hpp"

namespace tapir::harness {

/// At which index of one loop of a source its record is, seen from a record that is computed from
/// it.
struct LoopRelation {
    enum class Kind : std::uint8_t {
        here,  ///< the index of the same loop there, and `number` more
        fixed, ///< `number`, wherever the other record is
        like,  ///< the index of another loop there, `other`, and `number` more
        all,   ///< every index
    };
    int loop = -1;
    Kind kind = Kind::here;
    int number = 0;
    int other = -1;
};

/// Which records of a source tap a record of another tap, its sink, is computed from.
struct Relation {
    std::vector<LoopRelation> loops; ///< of the source
    int cost = 0;                    ///< how much there is to say
    /// It holds only where no relation before it names a record that is there.
    bool only_elsewhere = false;

    /// As `feeds` of a model says it: "T[step-1]".
    [[nodiscard]] std::string text(const RecordTable& table, int source) const;
};

/// The records of one tap as relations name them.
class SourceRecords {
  public:
    SourceRecords(const RecordTable& table, int source);
    /// Numbers of the source's records that a relation names from a record.
    [[nodiscard]] const std::vector<int>& of(const Relation& relation, int sink_record) const;
    [[nodiscard]] int tap() const { return source_; }

  private:
    const RecordTable* table_;
    int source_;
    std::vector<int> none_;
    /// By which loops are left open: records by their other indices.
    mutable std::map<std::vector<bool>, std::map<std::vector<int>, std::vector<int>>> by_site_;
};

/// What can be said of one source and one sink, the simplest first.
[[nodiscard]] std::vector<Relation> possible_relations(const RecordTable& table, int source,
                                                       int sink);

} // namespace tapir::harness
