#include "cause/missing_steps.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace tapir::trace {

namespace {

struct Loop {
    int Site::*index;
    const char* key;
    const char* what;
};
constexpr std::array<Loop, 6> loops{{{&Site::thick, "thick", "layer(s)"},
                                     {&Site::sub_s, "sub_s", "row(s) of subpixels"},
                                     {&Site::sub_f, "sub_f", "column(s) of subpixels"},
                                     {&Site::source, "source", "source(s)"},
                                     {&Site::phi_tic, "phi_tic", "phi step(s)"},
                                     {&Site::mos, "mos", "mosaic domain(s)"}}};

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
bool is_of_step(const RootCause& root, const Dictionary& dictionary, const LineageGraph& graph) {
    const TapSpec* tap = dictionary.find_tap(root.tap);
    return tap != nullptr && tap->scope != scope::setup && tap->scope != scope::pixel &&
           !is_sum(root.tap, graph);
}

/// Whole steps of a loop that only one side has are a root of their own. It comes before what the
/// steps add up to, and after what may have cut them.
void add_of_loop(const Alignment& alignment, const Loop& loop, const Dictionary& dictionary,
                 const LineageGraph& graph, std::vector<RootCause>& roots) {
    const auto add = [&](const std::vector<const CanonicalValue*>& values, WhichSide side) {
        std::set<int> steps;
        for (const CanonicalValue* value : values) {
            if (value->record->site.*loop.index > 0 && value->known) {
                steps.insert(value->record->site.*loop.index);
            }
        }
        for (const Pair& pair : alignment.pairs) {
            steps.erase(pair.reference->record->site.*loop.index);
        }
        if (steps.empty()) {
            return;
        }
        const auto first = std::find_if(values.begin(), values.end(), [&](const auto* value) {
            return value->record->site.*loop.index == *steps.begin();
        });
        RootCause root;
        root.kind = (*first)->shown_kind();
        root.key = loop.key;
        root.site = (*first)->record->site;
        root.cause_class = CauseClass::index;
        root.side = side;
        root.sites = static_cast<int>(steps.size());
        root.evidence = {
            {Rule::steps_missing,
             side,
             {static_cast<Count>(steps.size()), loop.what, loop.key, Count{*steps.begin()}}}};
        const auto place = std::find_if(roots.begin(), roots.end(), [&](const RootCause& other) {
            return !is_of_step(other, dictionary, graph);
        });
        roots.insert(place, root);
    };
    add(alignment.missing, WhichSide::candidate);
    add(alignment.extra, WhichSide::reference);
}

} // namespace

void add_missing_steps(const Alignment& alignment, const Dictionary& dictionary,
                       const LineageGraph& graph, std::vector<RootCause>& roots) {
    for (const Loop& loop : loops) {
        add_of_loop(alignment, loop, dictionary, graph, roots);
    }
}

} // namespace tapir::trace
