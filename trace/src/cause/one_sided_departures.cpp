#include "cause/one_sided_departures.hpp"

#include <algorithm>
#include <cmath>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// Whether all that a record is computed from is printed, or given by the scene. Where it is not, a
/// decision in between may have fallen otherwise.
bool has_all_inputs(const ReplayedValue& node, const Replay& followed) {
    return std::all_of(node.parents.begin(), node.parents.end(), [&](const auto& parent) {
        const ReplayedValue& source = followed.nodes()[static_cast<std::size_t>(parent.first)];
        return source.recorded || source.parents.empty();
    });
}

/// How far a record lies from its stage, in units of what rounding allows; 0 for what is no record
/// of the computation.
double strength_of(const CanonicalValue& value, const SideReplay& replay, int node) {
    if (node < 0 || !std::isfinite(value.value)) {
        return 0;
    }
    const double bound = SideReplay::allowance * replay.bound(node);
    const bool asked = has_all_inputs(replay.followed().nodes()[static_cast<std::size_t>(node)],
                                      replay.followed());
    const double departure =
        asked && replay.departs(node) && bound > 0 ? std::fabs(replay.misfit(node)) / bound : 0;
    return std::max(departure, StageComparison::contradiction(value, replay, node));
}

RootCause described(const CanonicalValue& value, const ReplayedValue& node, WhichSide side,
                    const TapSpec* tap, double strength) {
    RootCause root;
    root.kind = value.shown_kind();
    root.key = value.record->key;
    root.site = value.node.site;
    root.tap = value.node.tap;
    root.unit = tap == nullptr ? "" : tap->unit;
    const bool of_reference = side == WhichSide::reference;
    (of_reference ? root.reference : root.candidate) = shown(value);
    (of_reference ? root.reference_line : root.candidate_line) = value.record->line;
    root.relative = relative_difference(node.computed, value.value);
    root.ulp = ulp_distance(node.computed, value.value);
    root.strength = strength;
    root.cause_class = CauseClass::formula;
    root.side = side;
    root.evidence = {{Rule::only_one_side_prints, side, {ShownNumber{node.computed}}}};
    return root;
}

void add_of_side(const std::vector<const CanonicalValue*>& alone, const SideReplay& replay,
                 WhichSide side, const StageComparison& stages, std::vector<RootCause>& roots) {
    constexpr double clear = 5; // as for what both sides print, where what is less comes last
    const std::size_t before = roots.size();
    for (const CanonicalValue* value : alone) {
        const int node = replay.followed().index_of(value->node);
        const double strength = strength_of(*value, replay, node);
        if (!(strength > clear)) {
            continue;
        }
        const auto known =
            std::find_if(roots.begin() + static_cast<std::ptrdiff_t>(before), roots.end(),
                         [value](const RootCause& root) { return root.tap == value->node.tap; });
        if (known != roots.end()) {
            known->sites += known->site == value->node.site ? 0 : 1;
            continue;
        }
        roots.push_back(described(*value, replay.followed().nodes()[static_cast<std::size_t>(node)],
                                  side, stages.tap(value->node.tap), strength));
    }
}

} // namespace

std::vector<RootCause> one_sided_departures(const Alignment& alignment,
                                            const StageComparison& stages) {
    std::vector<RootCause> roots;
    add_of_side(alignment.outside_candidate, stages.reference(), WhichSide::reference, stages,
                roots);
    add_of_side(alignment.outside_reference, stages.candidate(), WhichSide::candidate, stages,
                roots);
    return roots;
}

} // namespace tapir::trace
