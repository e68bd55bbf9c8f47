#include "probe/probe_lineage.hpp"

#include <algorithm>
#include <utility>

namespace tapir::harness {

namespace {

/// More records than this are not followed one by one.
constexpr std::size_t most_records = 20000;

/// Which record is computed from which.
class RecordGraph {
  public:
    explicit RecordGraph(const LearntLineage& learnt) : parents_(learnt.table.records.size()) {
        for (const LearntEdge& edge : learnt.edges) {
            const SourceRecords source(learnt.table, edge.source);
            for (const int record : learnt.table.of_taps[place_of(edge.sink)]) {
                add(edge, source, record);
            }
        }
    }
    /// What the relations that hold everywhere name from a record.
    [[nodiscard]] static std::vector<int> named(const LearntEdge& edge, const SourceRecords& source,
                                                int record) {
        std::vector<int> all;
        for (const Relation& relation : edge.relations) {
            if (!relation.only_elsewhere) {
                const std::vector<int>& more = source.of(relation, record);
                all.insert(all.end(), more.begin(), more.end());
            }
        }
        return all;
    }
    /// Whether a record is computed from all of these, by whatever way.
    [[nodiscard]] bool comes_from(int record, const std::vector<int>& sources) const {
        std::vector<bool> seen(parents_.size(), false);
        std::vector<int> open{record};
        while (!open.empty()) {
            const int here = open.back();
            open.pop_back();
            for (const int parent : parents_[place_of(here)]) {
                if (!seen[place_of(parent)]) {
                    seen[place_of(parent)] = true;
                    open.push_back(parent);
                }
            }
        }
        return std::all_of(sources.begin(), sources.end(),
                           [&seen](int source) { return seen[place_of(source)]; });
    }

  private:
    void add(const LearntEdge& edge, const SourceRecords& source, int record) {
        std::vector<int> all = named(edge, source, record);
        for (const Relation& relation : edge.relations) {
            if (relation.only_elsewhere && all.empty()) {
                const std::vector<int>& more = source.of(relation, record);
                all.insert(all.end(), more.begin(), more.end());
            }
        }
        std::vector<int>& parents = parents_[place_of(record)];
        parents.insert(parents.end(), all.begin(), all.end());
    }

    std::vector<std::vector<int>> parents_;
};

/// Whether what a relation names is true of the records as well for which another one holds.
bool holds_everywhere(const LearntLineage& learnt, const RecordGraph& graph, const LearntEdge& edge,
                      const Relation& relation) {
    const SourceRecords source(learnt.table, edge.source);
    const std::vector<int>& records = learnt.table.of_taps[place_of(edge.sink)];
    return std::all_of(records.begin(), records.end(), [&](int record) {
        return graph.comes_from(record, source.of(relation, record));
    });
}

/// Leaves out relations that name no record which another one does not name as well.
void leave_out_the_needless(const LearntLineage& learnt, LearntEdge& edge) {
    const SourceRecords source(learnt.table, edge.source);
    const std::vector<int>& records = learnt.table.of_taps[place_of(edge.sink)];
    for (std::size_t i = 0; i < edge.relations.size(); ++i) {
        const bool needless = std::all_of(records.begin(), records.end(), [&](int record) {
            std::vector<int> others;
            for (std::size_t other = 0; other < edge.relations.size(); ++other) {
                const std::vector<int>& more = source.of(edge.relations[other], record);
                others.insert(others.end(), more.begin(), other == i ? more.begin() : more.end());
            }
            const std::vector<int>& own = source.of(edge.relations[i], record);
            return std::all_of(own.begin(), own.end(), [&others](int one) {
                return std::find(others.begin(), others.end(), one) != others.end();
            });
        });
        if (needless) {
            edge.relations.erase(edge.relations.begin() + static_cast<std::ptrdiff_t>(i--));
        }
    }
}

} // namespace

void SlopeRange::add(double slope) {
    least = known ? std::min(least, slope) : slope;
    most = known ? std::max(most, slope) : slope;
    known = true;
}

void settle_lineage(LearntLineage& learnt) {
    std::stable_sort(learnt.edges.begin(), learnt.edges.end(),
                     [](const LearntEdge& a, const LearntEdge& b) {
                         return std::pair(a.sink, a.source) < std::pair(b.sink, b.source);
                     });
    const bool follows = learnt.table.records.size() <= most_records;
    const RecordGraph graph(follows ? learnt : LearntLineage{});
    for (LearntEdge& edge : learnt.edges) {
        std::vector<Relation> kept;
        for (const Relation& relation : edge.relations) {
            const bool keeps = !relation.only_elsewhere ||
                               (follows && holds_everywhere(learnt, graph, edge, relation));
            (keeps ? kept : edge.only_told).push_back(relation);
        }
        edge.relations = std::move(kept);
        leave_out_the_needless(learnt, edge);
    }
}

} // namespace tapir::harness
