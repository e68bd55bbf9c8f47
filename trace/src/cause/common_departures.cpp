#include "cause/common_departures.hpp"

#include <algorithm>
#include <map>

namespace tapir::trace {

namespace {

using Pairs = std::vector<const Pair*>;

const ReplayedValue& node_of(const StageComparison& stages, const Pair& pair) {
    const Replay& followed = stages.reference().followed();
    return followed.nodes()[static_cast<std::size_t>(followed.index_of(pair.reference->node))];
}

/// Both sides depart from their stage.
Evidence not_of_the_scene(const Pair& pair, const StageComparison& stages) {
    const ReplayedValue& node = node_of(stages, pair);
    return {{node.parents.empty() ? Rule::both_differ_from_scene : Rule::both_differ_from_stage,
             {},
             {ShownNumber{node.computed}}}};
}

/// Both print something else elsewhere.
Evidence misprint(const Pair& pair, const StageComparison& stages) {
    return {{Rule::both_misprinted}, stages.shared_contradiction(pair).value_or(Finding{})};
}

/// Pairs tap by tap, in order of computation.
std::vector<Pairs> by_tap(Pairs pairs, const StageComparison& stages) {
    const auto place = [&stages](const Pair* pair) {
        return stages.reference().followed().index_of(pair->reference->node);
    };
    std::stable_sort(pairs.begin(), pairs.end(),
                     [&place](const Pair* a, const Pair* b) { return place(a) < place(b); });
    std::vector<Pairs> taps;
    std::map<std::string, std::size_t> places;
    for (const Pair* pair : pairs) {
        const auto [found, fresh] = places.try_emplace(pair->reference->node.tap, taps.size());
        if (fresh) {
            taps.emplace_back();
        }
        taps[found->second].push_back(pair);
    }
    return taps;
}

} // namespace

std::vector<SharedDeparture> shared_departures(const Alignment& alignment,
                                               const StageComparison& stages, const Loops& loops,
                                               std::vector<Note>& notes) {
    Pairs misprints;
    Pairs departures;
    for (const Pair& pair : alignment.pairs) {
        if (stages.shared_contradiction(pair)) {
            misprints.push_back(&pair);
        } else if (stages.shared_departure(pair)) {
            departures.push_back(&pair);
        }
    }
    std::vector<SharedDeparture> shared;
    const auto add = [&](Pairs pairs, auto evidence_of) {
        for (const Pairs& of_tap : by_tap(std::move(pairs), stages)) {
            const Pair& first = *of_tap.front();
            const CanonicalValue& value = *first.candidate;
            shared.push_back(
                {first.reference->record->key, shown(value), static_cast<int>(of_tap.size())});
            notes.emplace_back(shared.back().key + " " + shared.back().value + " at " +
                                   to_text(first.reference->node.site, loops) + ": ",
                               evidence_of(first, stages));
        }
    };
    add(std::move(misprints), misprint);
    add(std::move(departures), not_of_the_scene);
    return shared;
}

} // namespace tapir::trace
