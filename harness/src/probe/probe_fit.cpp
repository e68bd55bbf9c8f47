#include "probe/probe_fit.hpp"

#include <algorithm>
#include <random>
#include <set>
#include <utility>

namespace tapir::harness {

namespace {

/// The search for the relations of one source and one sink.
class Fit {
  public:
    Fit(const RecordTable& table, const SourceRecords& source, int sink,
        const std::vector<Experiment>& runs)
        : table_(&table), source_(&source), sink_(sink), runs_(&runs),
          seen_(table, source, sink, runs),
          possible_(possible_relations(table, source.tap(), sink)) {
        for (const int record : table.of_taps[place_of(sink)]) {
            if (runs.front().reacted[place_of(record)]) {
                found_.live.push_back(record);
            }
        }
    }

    FoundRelations find() {
        // a rule that has much to say must explain much, while simpler ones have not been tried
        search(found_.live, false, true);
        for (std::vector<int> rest = unnamed(); !rest.empty(); rest = unnamed()) {
            const std::size_t before = found_.relations.size();
            search(rest, true, false);
            if (found_.relations.size() == before) {
                break; // what is left follows no relation that could be said
            }
        }
        search(found_.live, false, false);
        for (const int record : found_.live) {
            const std::vector<int> named = named_by_all(record);
            for (std::size_t run = 0; run < runs_->size(); ++run) {
                if (seen_.changed(run, record) && !seen_.any_moved(run, named)) {
                    found_.unexplained.push_back(record);
                    break;
                }
            }
        }
        for (const int record : table_->of_taps[place_of(sink_)]) {
            if (!runs_->front().reacted[place_of(record)] &&
                runs_->front().present[place_of(record)] && !named_by_all(record).empty()) {
                found_.still.push_back(record);
            }
        }
        judge();
        return std::move(found_);
    }

  private:
    struct Candidate {
        const Relation* relation;
        std::set<RecordChange> explains;
    };

    [[nodiscard]] std::set<RecordChange> explained_by_all(const std::vector<int>& records) const {
        std::set<RecordChange> changes;
        for (const int record : records) {
            const std::vector<int> named = named_by_all(record);
            for (std::size_t run = 0; run < runs_->size(); ++run) {
                if (seen_.changed(run, record) && seen_.any_moved(run, named)) {
                    changes.emplace(run, record);
                }
            }
        }
        return changes;
    }
    /// Whether a relation explains changes of more records than there is to say.
    static bool is_worth_its_cost(const Candidate& one, const std::set<RecordChange>& done) {
        std::set<int> records;
        for (const RecordChange& change : one.explains) {
            if (!done.contains(change)) {
                records.insert(change.second);
            }
        }
        return static_cast<int>(records.size()) > one.relation->cost;
    }

    /// Takes the relation that explains most until no other explains more, the simplest first.
    void search(const std::vector<int>& records, bool only_elsewhere, bool must_explain_much) {
        std::vector<Candidate> candidates;
        std::set<RecordChange> done = explained_by_all(records);
        for (const Relation& relation : possible_) {
            const bool out = seen_.looks_ahead(relation) ||
                             std::any_of(records.begin(), records.end(), [&](int record) {
                                 return seen_.refuted(relation, record);
                             });
            std::set<RecordChange> changes =
                out ? std::set<RecordChange>{} : seen_.explained(relation, records);
            if (!changes.empty()) {
                candidates.push_back({&relation, std::move(changes)});
                if (must_explain_much) {
                    unrefuted_.push_back(&relation);
                }
            }
        }
        std::vector<Candidate> chosen;
        while (true) {
            const Candidate* best = nullptr;
            std::size_t most = 0;
            for (const Candidate& one : candidates) {
                const auto news = static_cast<std::size_t>(std::count_if(
                    one.explains.begin(), one.explains.end(),
                    [&done](const RecordChange& change) { return !done.contains(change); }));
                if (news > most && (!must_explain_much || is_worth_its_cost(one, done))) {
                    best = &one;
                    most = news;
                }
            }
            if (best == nullptr) {
                break;
            }
            chosen.push_back(*best);
            done.insert(best->explains.begin(), best->explains.end());
        }
        leave_out_the_needless(chosen);
        for (const Candidate& one : chosen) {
            found_.relations.push_back(*one.relation);
            found_.relations.back().only_elsewhere = only_elsewhere;
        }
    }

    /// Those whose changes the others explain as well.
    static void leave_out_the_needless(std::vector<Candidate>& chosen) {
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            std::set<RecordChange> rest;
            for (std::size_t other = 0; other < chosen.size(); ++other) {
                if (other != i) {
                    rest.insert(chosen[other].explains.begin(), chosen[other].explains.end());
                }
            }
            if (std::includes(rest.begin(), rest.end(), chosen[i].explains.begin(),
                              chosen[i].explains.end())) {
                chosen.erase(chosen.begin() + static_cast<std::ptrdiff_t>(i--));
            }
        }
    }

    /// The source's records that the relations name from a record of the sink.
    [[nodiscard]] std::vector<int> named_by_all(int record) const {
        std::vector<int> all;
        for (const Relation& relation : found_.relations) {
            if (!relation.only_elsewhere || all.empty()) {
                const std::vector<int>& named = source_->of(relation, record);
                all.insert(all.end(), named.begin(), named.end());
            }
        }
        return all;
    }
    [[nodiscard]] std::vector<int> unnamed() const {
        std::vector<int> rest;
        std::copy_if(found_.live.begin(), found_.live.end(), std::back_inserter(rest),
                     [this](int record) { return named_by_all(record).empty(); });
        return rest;
    }
    /// The indices of the loops that a relation leaves open.
    [[nodiscard]] std::vector<int> open_indices(const Relation& relation, int record) const {
        std::vector<int> indices;
        for (const LoopRelation& one : relation.loops) {
            if (one.kind == LoopRelation::Kind::all) {
                indices.push_back(table_->records[place_of(record)].site[place_of(one.loop)]);
            }
        }
        return indices;
    }
    /// What of a relation was seen to be so: a change when of all that was found only this moved.
    [[nodiscard]] std::set<std::vector<int>> proven(const Relation& relation) const {
        std::set<std::vector<int>> seen;
        for (const int record : found_.live) {
            const std::vector<int>& named = source_->of(relation, record);
            const std::vector<int> all = named_by_all(record);
            for (std::size_t run = 0; run < runs_->size(); ++run) {
                std::vector<int> moved;
                std::copy_if(all.begin(), all.end(), std::back_inserter(moved),
                             [&](int one) { return (*runs_)[run].moved[place_of(one)]; });
                if (seen_.changed(run, record) && moved.size() == 1 &&
                    std::find(named.begin(), named.end(), moved.front()) != named.end()) {
                    seen.insert(open_indices(relation, moved.front()));
                }
            }
        }
        return seen;
    }
    /// Whether a relation names no record that those that were found do not name as well.
    [[nodiscard]] bool says_nothing_new(const Relation& relation) const {
        return std::all_of(found_.live.begin(), found_.live.end(), [&](int record) {
            const std::vector<int>& named = source_->of(relation, record);
            const std::vector<int> all = named_by_all(record);
            return std::all_of(named.begin(), named.end(), [&all](int one) {
                return std::find(all.begin(), all.end(), one) != all.end();
            });
        });
    }

    void judge() {
        constexpr std::size_t enough = 3; // all of it, and two parts
        const bool one_record = table_->of_taps[place_of(source_->tap())].size() == 1;
        found_.settled =
            found_.unexplained.empty() && (one_record || runs_->size() >= enough) &&
            std::all_of(unrefuted_.begin(), unrefuted_.end(),
                        [this](const Relation* one) { return says_nothing_new(*one); });
        const int run = static_cast<int>(runs_->size());
        std::copy_if(found_.live.begin(), found_.live.end(), std::back_inserter(taken_),
                     [run](int record) { return in_half(record, run); });
        taken_ = taken_.empty() ? found_.live : taken_;
        for (const int record : taken_) {
            const std::vector<int> named = named_by_all(record);
            found_.to_leave.insert(found_.to_leave.end(), named.begin(), named.end());
        }
        found_.proven = true;
        for (const Relation& relation : found_.relations) {
            choose_next(relation, proven(relation));
        }
    }
    void choose_next(const Relation& relation, const std::set<std::vector<int>>& seen) {
        std::set<std::vector<int>> known = seen;
        const int run = static_cast<int>(runs_->size());
        for (const int record : found_.live) {
            const std::vector<int>& named = source_->of(relation, record);
            found_.proven = found_.proven && std::all_of(named.begin(), named.end(), [&](int one) {
                                return seen.contains(open_indices(relation, one));
                            });
            auto wanted = std::find_if(named.begin(), named.end(), [&](int one) {
                return !known.contains(open_indices(relation, one));
            });
            if (named.empty() || is_chosen(named) ||
                (!found_.settled &&
                 std::find(taken_.begin(), taken_.end(), record) == taken_.end())) {
                continue;
            }
            if (wanted == named.end()) {
                wanted = named.begin() + (record + run) % static_cast<int>(named.size());
            }
            found_.to_move.push_back(*wanted);
            known.insert(open_indices(relation, *wanted));
        }
    }
    [[nodiscard]] bool is_chosen(const std::vector<int>& records) const {
        return std::any_of(records.begin(), records.end(), [this](int one) {
            return std::find(found_.to_move.begin(), found_.to_move.end(), one) !=
                   found_.to_move.end();
        });
    }

    const RecordTable* table_;
    const SourceRecords* source_;
    int sink_;
    const std::vector<Experiment>* runs_;
    Observations seen_;
    std::vector<Relation> possible_;
    std::vector<const Relation*> unrefuted_; ///< those that explain something and hold everywhere
    std::vector<int> taken_; ///< records of the sink by which the next run is chosen
    FoundRelations found_;
};

} // namespace

bool in_half(int record, int run) {
    constexpr unsigned apart = 99991; // more runs than there are
    std::mt19937 bits(static_cast<unsigned>(record) * apart + static_cast<unsigned>(run));
    return (bits() & 1U) != 0;
}

FoundRelations find_relations(const RecordTable& table, const SourceRecords& source, int sink,
                              const std::vector<Experiment>& runs) {
    return Fit(table, source, sink, runs).find();
}

} // namespace tapir::harness
