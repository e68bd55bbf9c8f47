#include "probe/probe_relation.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>

#include <fmt/format.h>

namespace tapir::harness {

namespace {

using Kind = LoopRelation::Kind;

std::string shifted(const std::string& name, int number) {
    return number == 0 ? name : fmt::format("{}{:+}", name, number);
}

/// The indices of a loop at which a tap has records.
std::set<int> indices_of(const RecordTable& table, int tap, int loop) {
    std::set<int> seen;
    for (const int record : table.of_taps[place_of(tap)]) {
        seen.insert(table.records[place_of(record)].site[place_of(loop)]);
    }
    return seen;
}

struct Choice {
    LoopRelation relation;
    int cost = 0;
};

/// What can be said of one loop of the source.
std::vector<Choice> choices_of(const RecordTable& table, int source, int sink, int loop) {
    const std::vector<int>& there = table.loops_of_taps[place_of(sink)];
    const bool shared = std::find(there.begin(), there.end(), loop) != there.end();
    const std::set<int> seen = indices_of(table, source, loop);
    std::vector<Choice> choices;
    const auto add = [&](Kind kind, int number, int other, int cost) {
        choices.push_back({{loop, kind, number, other}, cost});
    };
    if (shared) {
        add(Kind::here, 0, -1, 0);
    } else {
        add(Kind::all, 0, -1, 1);
    }
    if (seen.size() < 2) {
        return choices; // one index says nothing of how it follows from another one
    }
    constexpr int farthest = 2;
    const int passes = static_cast<int>(seen.size());
    for (int number = -farthest; shared && number <= farthest; ++number) {
        // of two passes, the one behind the first is rather the last one
        const bool is_seen = number < 0 ? -number < passes : number + 1 < passes;
        if (number != 0 && is_seen) {
            add(Kind::here, number, -1, number == -1 ? 1 : 1 + std::abs(number));
        }
    }
    constexpr std::size_t most_fixed = 8;
    for (const int index : seen) {
        if (seen.size() <= most_fixed || index == *seen.begin() || index == *seen.rbegin()) {
            add(Kind::fixed, index, -1, index == *seen.begin() || index == *seen.rbegin() ? 2 : 3);
        }
    }
    const int pass = static_cast<int>(table.loops.size()) - 1; // counts, and is no index
    for (const int other : loop == pass ? std::vector<int>{} : there) {
        for (int number = -1; number <= 1; ++number) {
            if (other != loop && other != pass && (number == 0 || !shared) &&
                indices_of(table, sink, other).size() > 1) {
                add(Kind::like, number, other, 3 + std::abs(number));
            }
        }
    }
    return choices;
}

} // namespace

std::string Relation::text(const RecordTable& table, int source) const {
    std::string inside;
    for (const LoopRelation& one : loops) {
        const std::string& name = table.loops[place_of(one.loop)];
        std::string word;
        if (one.kind == Kind::here && one.number != 0) {
            word = shifted(name, one.number);
        } else if (one.kind == Kind::fixed) {
            word = fmt::format("{}={}", name, one.number);
        } else if (one.kind == Kind::like) {
            word = name + "=" + shifted(table.loops[place_of(one.other)], one.number);
        }
        if (!word.empty()) {
            inside += (inside.empty() ? "" : ", ") + word;
        }
    }
    return table.taps[place_of(source)] + (inside.empty() ? "" : "[" + inside + "]");
}

std::vector<Relation> possible_relations(const RecordTable& table, int source, int sink) {
    std::vector<Relation> all{{}};
    constexpr std::size_t most = 40000;
    for (const int loop : table.loops_of_taps[place_of(source)]) {
        const std::vector<Choice> choices = choices_of(table, source, sink, loop);
        const bool room = all.size() * choices.size() <= most;
        std::vector<Relation> longer;
        for (const Relation& one : all) {
            for (const Choice& choice : choices) {
                longer.push_back(one);
                longer.back().loops.push_back(choice.relation);
                longer.back().cost += choice.cost;
                if (!room) {
                    break; // the first is the simplest
                }
            }
        }
        all = std::move(longer);
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const Relation& a, const Relation& b) { return a.cost < b.cost; });
    return all;
}

SourceRecords::SourceRecords(const RecordTable& table, int source)
    : table_(&table), source_(source) {}

const std::vector<int>& SourceRecords::of(const Relation& relation, int sink_record) const {
    const std::vector<int>& from = table_->records[place_of(sink_record)].site;
    std::vector<int> site(from.size(), -1);
    std::vector<bool> open(from.size(), false);
    for (const LoopRelation& one : relation.loops) {
        if (one.kind == Kind::all) {
            open[place_of(one.loop)] = true;
            continue;
        }
        const int base = one.kind == Kind::fixed  ? 0
                         : one.kind == Kind::like ? from[place_of(one.other)]
                                                  : from[place_of(one.loop)];
        site[place_of(one.loop)] = base + one.number;
        if (site[place_of(one.loop)] < 0) {
            return none_;
        }
    }
    const auto [known, is_new] = by_site_.try_emplace(open);
    if (is_new) {
        for (const int record : table_->of_taps[place_of(source_)]) {
            std::vector<int> there = table_->records[place_of(record)].site;
            for (std::size_t loop = 0; loop < open.size(); ++loop) {
                there[loop] = open[loop] ? -1 : there[loop];
            }
            known->second[there].push_back(record);
        }
    }
    const auto found = known->second.find(site);
    return found == known->second.end() ? none_ : found->second;
}

} // namespace tapir::harness
