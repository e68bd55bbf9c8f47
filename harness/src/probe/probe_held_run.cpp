#include "probe/probe_held_run.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "probe/probe_run.hpp"
#include "probe/probe_trace.hpp"

namespace tapir::harness {

namespace {

std::string moved_text(const ProbeMove& move) {
    return move.ulps != 0 ? "one ulp" : fmt::format("{:g} of itself", move.relative);
}

} // namespace

HeldRuns::HeldRuns(const ProbeRequest& request, const ProbeEvents& base, RecordTable table)
    : request_(request), table_(std::move(table)), signal_(base.signal),
      code_(base.code.value_or(0)) {
    GraftValues held;
    for (const ProbeRecord& record : base.records) {
        held.records[record_name(request_, record)] = record.values;
    }
    request_.mode = ProbeMode::graft;
    request_.silent = true;
    request_.reference = std::move(held);
}

HeldRun HeldRuns::run(const ProbeMove& move, const std::vector<int>* records) {
    ++count_;
    request_.move = move;
    const auto tap = static_cast<std::size_t>(
        std::find(table_.taps.begin(), table_.taps.end(), move.key) - table_.taps.begin());
    HeldRun result;
    const std::vector<bool> none(table_.records.size(), false);
    result.experiment = {none, none, none};
    if (records != nullptr) {
        request_.move->records.emplace();
    }
    for (const int record : records == nullptr ? table_.of_taps[tap] : *records) {
        result.experiment.moved[place_of(record)] = true;
        if (records != nullptr) {
            request_.move->records->push_back(table_.records[place_of(record)].name);
        }
    }
    const ProbeEvents events = run_probes(request_);
    for (const ProbeRecord& record : events.records) {
        const auto found = table_.numbers.find(record_name(request_, record));
        if (!record.inherited && found != table_.numbers.end()) {
            result.experiment.present[place_of(found->second)] = true;
        }
    }
    for (const ProbeDifference& one : events.differences) {
        const ProbeRecord named{one.tap, one.site, {}, one.at, one.inherited};
        const auto found = table_.numbers.find(record_name(request_, named));
        if (one.reference && !one.inherited && found != table_.numbers.end()) {
            result.experiment.reacted[place_of(found->second)] = true;
            result.reactions.push_back({found->second, *one.reference, one.program});
        }
    }
    note_end(events, move);
    note_decisions(events, result, move);
    return result;
}

void HeldRuns::note_end(const ProbeEvents& events, const ProbeMove& move) {
    for (const ProbeTrouble& trouble : events.troubles) {
        if (trouble.kind == "not_grafted") {
            notes_.insert("'" + trouble.tap +
                          "' could not be held: what is computed from it may seem to be computed "
                          "from what it comes from");
        } else if (trouble.kind == "not_moved") {
            notes_.insert("'" + trouble.tap +
                          "' could not be moved: what is computed from it is "
                          "not known");
        }
    }
    if (events.signal != signal_ && !events.signal.empty()) {
        notes_.insert(fmt::format("with '{}' moved by {} the program ended by {}", move.key,
                                  moved_text(move), events.signal));
    } else if (events.code.value_or(0) != code_) {
        notes_.insert(fmt::format("with '{}' moved by {} the program ended with exit code {}",
                                  move.key, moved_text(move), events.code.value_or(0)));
    }
}

void HeldRuns::note_decisions(const ProbeEvents& events, const HeldRun& run,
                              const ProbeMove& move) {
    std::set<std::string> taps;
    for (std::size_t i = 0; i < table_.records.size(); ++i) {
        if (!run.experiment.present[i]) {
            taps.insert(table_.taps[place_of(table_.records[i].tap)]);
        }
    }
    for (const ProbeDifference& one : events.differences) {
        if (!one.reference) {
            taps.insert(one.tap);
        }
    }
    for (const std::string& tap : taps) {
        notes_.insert(fmt::format("'{}' decides whether, or how often, '{}' is computed: a model "
                                  "cannot say it",
                                  move.key, tap));
    }
}

std::vector<std::string> HeldRuns::notes() const {
    return {notes_.begin(), notes_.end()};
}

} // namespace tapir::harness
