#include "probe/probe_learn.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "probe/probe_fit.hpp"
#include "probe/probe_held_run.hpp"
#include "probe/probe_learn_checks.hpp"
#include "probe/probe_run.hpp"

namespace tapir::harness {

namespace {

/// Taps of more components are moved as a whole.
constexpr int most_single_components = 8;
/// Runs with a part of a tap's records.
constexpr int most_partial_runs = 10;

/// More rules than this, or one with more to say, are no lineage that could be understood.
constexpr std::size_t most_rules = 4;
constexpr int cheap_rule = 5;

/// Learns one program.
class Learner {
  public:
    Learner(const ProbeRequest& request, RecordTable table, const ProbeEvents& base)
        : runner_(request, base, table) {
        learnt_.table = std::move(table);
    }

    void learn_tap(int source) {
        const std::vector<int>& records = learnt_.table.of_taps[place_of(source)];
        if (records.empty()) {
            return;
        }
        std::vector<Experiment> runs{move_all(source)};
        if (sinks_.empty()) {
            return;
        }
        find_hidden(source);
        const SourceRecords named(learnt_.table, source);
        fit(named, runs);
        for (int run = 0; run < most_partial_runs && !is_certain(); ++run) {
            const std::vector<int> moved = records_to_move(records, run);
            runs.push_back(runner_.run(move_of(source), &moved).experiment);
            fit(named, runs);
        }
        keep_edges(named);
    }

    LearntLineage take() {
        learnt_.runs = runner_.count();
        for (std::string& note : runner_.notes()) {
            learnt_.notes.push_back(std::move(note));
        }
        settle_lineage(learnt_);
        return std::move(learnt_);
    }

  private:
    struct Change {
        ProbeMove move;
        Reaction reaction;
    };
    struct Sink {
        std::vector<Change> changes; ///< when one component of the source moved in all records
        bool reacts_to_ulp = false;
        FoundRelations found;
    };

    [[nodiscard]] ProbeMove move_of(int source) const {
        ProbeMove move;
        move.key = learnt_.table.taps[place_of(source)];
        move.relative = far_move;
        double largest = 0;
        for (const int record : learnt_.table.of_taps[place_of(source)]) {
            for (const double value : learnt_.table.records[place_of(record)].values) {
                largest = std::isfinite(value) ? std::max(largest, std::abs(value)) : largest;
            }
        }
        move.at_zero = far_move * (largest > 0 ? largest : 1.0);
        return move;
    }

    /// Moves each component in a run of its own. @return all of them as one
    Experiment move_all(int source) {
        sinks_.clear();
        const int width = learnt_.table.width(source);
        ProbeMove move = move_of(source);
        const bool single = width <= most_single_components;
        std::optional<Experiment> whole;
        for (int component = 0; component < (single ? width : 1); ++component) {
            move.component = single ? component : ProbeMove::all_components;
            const HeldRun held = runner_.run(move, nullptr);
            for (const Reaction& reaction : held.reactions) {
                const int sink = learnt_.table.records[place_of(reaction.record)].tap;
                sinks_[sink].changes.push_back({move, reaction});
            }
            if (!whole) {
                whole = held.experiment;
                continue;
            }
            for (std::size_t i = 0; i < whole->present.size(); ++i) {
                whole->present[i] = whole->present[i] && held.experiment.present[i];
                whole->reacted[i] = whole->reacted[i] || held.experiment.reacted[i];
            }
        }
        return *whole;
    }

    /// How much a sink changed for what it is computed from, once that is known.
    void add_slope(const SourceRecords& source, const Change& change, LearntEdge& edge) const {
        const Reaction& reaction = change.reaction;
        const double difference = reaction.program - reaction.base;
        if (!std::isfinite(difference)) {
            return;
        }
        if (reaction.base != 0) {
            edge.relative.add(difference / reaction.base / far_move);
        }
        std::vector<int> named;
        for (const Relation& relation : edge.relations) {
            const std::vector<int>& more = source.of(relation, reaction.record);
            named.insert(named.end(), more.begin(), more.end());
        }
        if (named.size() != 1 || change.move.component < 0) {
            return; // several values moved at once
        }
        const double value =
            learnt_.table.records[place_of(named.front())].values[place_of(change.move.component)];
        edge.absolute.add(difference / (value != 0 ? value * far_move : change.move.at_zero));
    }

    void find_hidden(int source) {
        ProbeMove move = move_of(source);
        move.relative = 0;
        move.ulps = 1;
        const HeldRun held = runner_.run(move, nullptr);
        for (const Reaction& reaction : held.reactions) {
            sinks_[learnt_.table.records[place_of(reaction.record)].tap].reacts_to_ulp = true;
        }
    }

    void fit(const SourceRecords& source, const std::vector<Experiment>& runs) {
        for (auto& [tap, sink] : sinks_) {
            sink.found = find_relations(learnt_.table, source, tap, runs);
        }
    }
    [[nodiscard]] bool is_certain() const {
        return std::all_of(sinks_.begin(), sinks_.end(), [](const auto& one) {
            return one.second.found.settled && one.second.found.proven;
        });
    }
    /// In turn, for each sink in turn: all but what some records are computed from, which shows
    /// that nothing else matters; few, of which each shows what it does; and half of all.
    [[nodiscard]] std::vector<int> records_to_move(const std::vector<int>& all, int run) const {
        std::vector<const FoundRelations*> uncertain;
        for (const auto& [tap, sink] : sinks_) {
            if (!(sink.found.settled && sink.found.proven)) {
                uncertain.push_back(&sink.found);
            }
        }
        constexpr int kinds = 3;
        const FoundRelations& one = *uncertain[place_of(run / kinds) % uncertain.size()];
        const int kind = one.settled ? 1 : run % kinds;
        if (kind == 1 && !one.to_move.empty()) {
            return one.to_move;
        }
        std::vector<int> moved;
        std::copy_if(all.begin(), all.end(), std::back_inserter(moved), [&](int record) {
            return kind == 0 ? std::find(one.to_leave.begin(), one.to_leave.end(), record) ==
                                   one.to_leave.end()
                             : in_half(record, run);
        });
        return moved;
    }

    void keep_edges(const SourceRecords& named) {
        const int source = named.tap();
        for (const auto& [tap, sink] : sinks_) {
            LearntEdge edge{source, tap, sink.found.relations, {}, {}, {}, {}};
            for (const Change& change : sink.changes) {
                add_slope(named, change, edge);
            }
            const std::string& from = learnt_.table.taps[place_of(source)];
            if (!sink.reacts_to_ulp) {
                edge.notes.push_back("rounding hides one ulp of " + from);
            }
            if (!sink.found.still.empty()) {
                edge.notes.push_back(fmt::format(
                    "{} of {} records did not change with {}, the first is {}",
                    sink.found.still.size(), sink.found.still.size() + sink.found.live.size(), from,
                    learnt_.table.records[place_of(sink.found.still.front())].name));
            }
            if (!sink.found.unexplained.empty()) {
                edge.notes.push_back(fmt::format(
                    "{} of {} records that come from {} follow no rule that feeds can say, the "
                    "first is {}",
                    sink.found.unexplained.size(), sink.found.live.size(), from,
                    learnt_.table.records[place_of(sink.found.unexplained.front())].name));
            } else if (!sink.found.settled && edge.relations.size() > most_rules) {
                std::erase_if(edge.relations,
                              [](const Relation& one) { return one.cost > cheap_rule; });
                edge.notes.push_back("the way from " + from +
                                     " leads through what no tap names, "
                                     "and follows no simple rule: tap what lies between");
            } else if (!sink.found.settled || !sink.found.proven) {
                edge.notes.push_back("which records of " + from +
                                     " was not proven for each of them");
            }
            learnt_.edges.push_back(std::move(edge));
        }
    }

    HeldRuns runner_;
    LearntLineage learnt_;
    std::map<int, Sink> sinks_;
};

} // namespace

LearntLineage learn_lineage(ProbeRequest request,
                            const std::function<void(const std::string&)>& say) {
    require_names_of_a_model(request.probes);
    request.silent = true;
    const ProbeEvents base = run_probes(request);
    refuse_troubles(base, request.probes, false);
    const auto start = std::chrono::steady_clock::now();
    require_same_records(request, base, run_probes(request));
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    RecordTable table = record_table(request, base);
    int least = 0;
    for (std::size_t tap = 0; tap < table.taps.size(); ++tap) {
        const int width = table.width(static_cast<int>(tap));
        least += width <= most_single_components ? width : 1;
    }
    const int most = least + static_cast<int>(table.taps.size()) * (1 + most_partial_runs);
    say(fmt::format("learning {} tap(s): {} to {} runs, about {:.0f} to {:.0f} s",
                    table.taps.size(), least, most, std::ceil(least * seconds.count()),
                    std::ceil(most * seconds.count())));
    Learner learner(request, table, base);
    for (std::size_t tap = 0; tap < table.taps.size(); ++tap) {
        learner.learn_tap(static_cast<int>(tap));
    }
    return learner.take();
}

} // namespace tapir::harness
