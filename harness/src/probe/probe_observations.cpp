#include "probe/probe_observations.hpp"

#include <algorithm>

namespace tapir::harness {

Observations::Observations(const RecordTable& table, const SourceRecords& source, int sink,
                           const std::vector<Experiment>& runs)
    : table_(&table), source_(&source), sink_(sink), runs_(&runs),
      in_order_(table.width(source.tap()) == 1) {}

bool Observations::changed(std::size_t run, int record) const {
    return (*runs_)[run].present[place_of(record)] && (*runs_)[run].reacted[place_of(record)];
}

bool Observations::any_moved(std::size_t run, const std::vector<int>& records) const {
    return std::any_of(records.begin(), records.end(),
                       [this, run](int record) { return (*runs_)[run].moved[place_of(record)]; });
}

bool Observations::before(int source, int sink) const {
    return in_order_ ? source < sink : source != sink;
}

bool Observations::looks_ahead(const Relation& relation) const {
    const std::vector<int>& records = table_->of_taps[place_of(sink_)];
    return std::any_of(records.begin(), records.end(), [&](int record) {
        const std::vector<int>& named = source_->of(relation, record);
        return !std::all_of(named.begin(), named.end(),
                            [this, record](int one) { return before(one, record); });
    });
}

bool Observations::refuted(const Relation& relation, int record) const {
    const std::vector<int>& named = source_->of(relation, record);
    for (std::size_t run = 0; run < runs_->size(); ++run) {
        const Experiment& one = (*runs_)[run];
        if (one.present[place_of(record)] && !one.reacted[place_of(record)] &&
            any_moved(run, named)) {
            return true;
        }
    }
    return false;
}

std::set<RecordChange> Observations::explained(const Relation& relation,
                                               const std::vector<int>& records) const {
    std::set<RecordChange> changes;
    for (const int record : records) {
        const std::vector<int>& named = source_->of(relation, record);
        for (std::size_t run = 0; run < runs_->size() && !named.empty(); ++run) {
            if (changed(run, record) && any_moved(run, named)) {
                changes.emplace(run, record);
            }
        }
    }
    return changes;
}

} // namespace tapir::harness
