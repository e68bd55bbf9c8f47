#include "cause/missing_steps.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace tapir::trace {

namespace {

bool is_sum(const std::string& tap, const LineageGraph& graph) {
    for (int node = 0; node < graph.size(); ++node) {
        const auto& parents = graph.parents(node);
        if (graph.key(node).tap == tap &&
            std::any_of(parents.begin(), parents.end(),
                        [&](int parent) { return graph.key(parent).tap == tap; })) {
            return true;
        }
    }
    return false;
}

/// Whether a root is a value of a step itself: because of it, steps may be cut that are not cut on
/// the other side.
bool is_of_step(const RootCause& root, const ProgramModel& program, const LineageGraph& graph) {
    const TapSpec* tap = program.find_tap(root.tap);
    return tap != nullptr && (tap->scope & ~Loops::pixel) != 0 && !is_sum(root.tap, graph);
}

/// Whole steps of a loop that only one side has are a root of their own. It comes before what the
/// steps add up to, and after what may have cut them.
void add_of_loop(const Alignment& alignment, std::size_t loop, const ProgramModel& program,
                 const LineageGraph& graph, std::vector<RootCause>& roots) {
    const Loops& loops = program.loops;
    const auto add = [&](const std::vector<const CanonicalValue*>& values, WhichSide side) {
        std::set<int> steps;
        for (const CanonicalValue* value : values) {
            if (value->record->site[loop] > 0 && value->known) {
                steps.insert(value->record->site[loop]);
            }
        }
        for (const Pair& pair : alignment.pairs) {
            steps.erase(pair.reference->record->site[loop]);
        }
        if (steps.empty()) {
            return;
        }
        const auto first = std::find_if(values.begin(), values.end(), [&](const auto* value) {
            return value->record->site[loop] == *steps.begin();
        });
        RootCause root;
        root.kind = (*first)->shown_kind();
        root.key = loops[loop].name;
        root.site = (*first)->record->site;
        (side == WhichSide::candidate ? root.reference_line : root.candidate_line) =
            (*first)->record->line;
        root.cause_class = CauseClass::index;
        root.side = side;
        root.sites = static_cast<int>(steps.size());
        root.evidence = {{Rule::steps_missing,
                          side,
                          {static_cast<Count>(steps.size()), loops.passes(loop), loops[loop].name,
                           Count{*steps.begin()}}}};
        const auto place = std::find_if(roots.begin(), roots.end(), [&](const RootCause& other) {
            return !is_of_step(other, program, graph);
        });
        roots.insert(place, root);
    };
    add(alignment.missing, WhichSide::candidate);
    add(alignment.extra, WhichSide::reference);
}

} // namespace

void add_missing_steps(const Alignment& alignment, const ProgramModel& program,
                       const LineageGraph& graph, std::vector<RootCause>& roots) {
    for (std::size_t loop = Loops::column + 1; loop < program.loops.size(); ++loop) {
        add_of_loop(alignment, loop, program, graph, roots);
    }
}

} // namespace tapir::trace
