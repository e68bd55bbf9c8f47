#include "cause/roots.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "cause/class_without_scene.hpp"
#include "cause/decisions.hpp"
#include "cause/missing_factor.hpp"
#include "cause/repetition.hpp"
#include "cause/stage_class.hpp"
#include "stage/stage_roots.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

enum class State : std::uint8_t { unseen, agrees, departs };

/// The compared pairs laid onto the lineage graph.
struct LaidOut {
    std::vector<State> state;                      ///< per node
    std::vector<bool> no_number;                   ///< per node: on neither side
    std::map<int, std::vector<const Pair*>> pairs; ///< departing pairs per node
    std::vector<const Pair*> unplaced;             ///< departing pairs without a node
};

bool is_number(const CanonicalValue& value) {
    return value.printed().numeric && std::isfinite(value.value);
}

/// @param misprints  taps whose departures are wrong prints that nothing was computed from
LaidOut lay_out(const Alignment& alignment, const LineageGraph& graph,
                const std::set<std::string>& misprints) {
    LaidOut result;
    result.state.assign(static_cast<std::size_t>(graph.size()), State::unseen);
    result.no_number.assign(result.state.size(), false);
    for (const Pair& pair : alignment.pairs) {
        if (!misprints.empty() && misprints.count(pair.reference->node.tap) > 0) {
            continue;
        }
        const int node = graph.find(pair.reference->node);
        if (node < 0) {
            if (!pair.agrees) {
                result.unplaced.push_back(&pair);
            }
            continue;
        }
        State& state = result.state[static_cast<std::size_t>(node)];
        if (!pair.agrees) {
            state = State::departs;
            result.pairs[node].push_back(&pair);
            result.no_number[static_cast<std::size_t>(node)] =
                !is_number(*pair.reference) && !is_number(*pair.candidate);
        } else if (state == State::unseen) {
            state = State::agrees;
        }
    }
    return result;
}

/// Per node: is it a component nobody could compare, of a record whose other components depart?
std::vector<bool> suspected(const LaidOut& laid_out, const LineageGraph& graph) {
    std::vector<bool> result(laid_out.state.size(), false);
    for (int begin = 0; begin < graph.size();) {
        int end = begin + 1; // components of a record stand side by side
        while (end < graph.size() && graph.key(end).component == end - begin &&
               graph.key(end).tap == graph.key(begin).tap &&
               graph.key(end).site == graph.key(begin).site) {
            ++end;
        }
        const auto first = laid_out.state.begin() + begin;
        const auto last = laid_out.state.begin() + end;
        if (std::find(first, last, State::departs) != last) {
            for (int node = begin; node < end; ++node) {
                const auto n = static_cast<std::size_t>(node);
                result[n] = laid_out.state[n] == State::unseen;
            }
        }
        begin = end;
    }
    return result;
}

/// Per node: does a departing record reach it through records nobody printed? What is no number on
/// either side explains what is none after it, and nothing else.
std::vector<bool> reached_by_departure(const LaidOut& laid_out, const LineageGraph& graph) {
    const std::vector<bool> suspect = suspected(laid_out, graph);
    std::vector<bool> by_any(laid_out.state.size(), false);
    std::vector<bool> by_numbers(laid_out.state.size(), false);
    for (int node = 0; node < graph.size(); ++node) {
        const auto n = static_cast<std::size_t>(node);
        for (const int parent : graph.parents(node)) {
            const auto p = static_cast<std::size_t>(parent);
            const bool unseen = laid_out.state[p] == State::unseen;
            const bool departs = laid_out.state[p] == State::departs;
            by_any[n] = by_any[n] || departs || suspect[p] || (unseen && by_any[p]);
            by_numbers[n] = by_numbers[n] || (departs && !laid_out.no_number[p]) || suspect[p] ||
                            (unseen && by_numbers[p]);
        }
    }
    for (std::size_t n = 0; n < by_any.size(); ++n) {
        by_any[n] = laid_out.no_number[n] ? by_any[n] : by_numbers[n];
    }
    return by_any;
}

/// Per node: is it one of `origins`, or computed, directly or not, from any of them?
std::vector<bool> downstream_of(const std::vector<int>& origins, const LineageGraph& graph) {
    std::vector<bool> downstream(static_cast<std::size_t>(graph.size()), false);
    for (const int origin : origins) {
        downstream[static_cast<std::size_t>(origin)] = true;
    }
    for (int node = 0; node < graph.size(); ++node) {
        const auto n = static_cast<std::size_t>(node);
        for (const int parent : graph.parents(node)) {
            downstream[n] = downstream[n] || downstream[static_cast<std::size_t>(parent)];
        }
    }
    return downstream;
}

/// Finds the departing values computed, directly or not, from any of `origins`.
/// @param of_other_roots  nodes that depart by as much as another root, whatever they follow from
/// @param explained  takes up those nodes
void add_consequences(const std::vector<int>& origins, const LaidOut& laid_out,
                      const LineageGraph& graph, const std::set<int>& of_other_roots,
                      RootCause& root, std::set<int>& explained) {
    const std::vector<bool> downstream = downstream_of(origins, graph);
    const std::set<int> own(origins.begin(), origins.end());
    std::set<std::string> taps;
    for (int node = own.empty() ? 0 : *own.begin(); node < graph.size(); ++node) {
        const auto n = static_cast<std::size_t>(node);
        if (!downstream[n] || laid_out.state[n] != State::departs || own.count(node) > 0 ||
            of_other_roots.count(node) > 0) {
            continue;
        }
        explained.insert(node);
        const std::vector<const Pair*>& pairs = laid_out.pairs.at(node);
        root.explains += pairs.size();
        if (taps.insert(graph.key(node).tap).second) {
            root.propagated.push_back({graph.key(node).tap, shown(*pairs.front()->reference),
                                       shown(*pairs.front()->candidate)});
        }
    }
}

/// What a root is described from.
struct Context {
    const Alignment* alignment;
    const ProgramModel* program;
    const LineageGraph* graph;
    const Oracle* what_if;         ///< or null
    const StageComparison* stages; ///< or null
};

/// @param is_explained  the class is known from elsewhere
RootCause describe(const std::vector<const Pair*>& departing, const Context& context,
                   bool is_explained) {
    const Alignment& alignment = *context.alignment;
    const ProgramModel& program = *context.program;
    const Pair& first = *departing.front();
    const CanonicalValue& reference = *first.reference;
    RootCause root;
    root.kind = reference.shown_kind();
    root.key = reference.record->key;
    root.site = reference.node.site;
    root.tap = reference.node.tap;
    const TapSpec* spec = program.find_tap(root.tap);
    root.unit = spec == nullptr ? "" : spec->unit;
    root.reference = shown(*first.reference);
    root.candidate = shown(*first.candidate);
    root.reference_line = reference.record->line;
    root.candidate_line = first.candidate->record->line;
    const double size = std::max(std::fabs(reference.value), std::fabs(first.candidate->value));
    root.relative = size > 0 ? std::fabs(reference.value - first.candidate->value) / size : 0;
    root.ulp = ulp_distance(reference.value, first.candidate->value);
    const int node = context.graph->find(reference.node);
    root.is_input = node >= 0 && spec != nullptr && spec->scope == no_loops &&
                    context.graph->parents(node).empty();
    std::set<Site> sites;
    for (const Pair* pair : departing) {
        sites.insert(pair->reference->node.site);
    }
    root.sites = static_cast<int>(sites.size());
    if (is_explained) {
        return root;
    }
    std::vector<const Pair*> same_tap;
    for (const Pair& pair : alignment.pairs) {
        if (pair.reference->node.tap == root.tap &&
            pair.reference->record->kind == reference.record->kind) {
            same_tap.push_back(&pair);
        }
    }
    Classification classification = classify(departing, same_tap, spec, *context.program);
    if (!classification.conclusive) {
        classification = missing_factor(departing, *alignment.reference).value_or(classification);
    }
    root.cause_class = classification.cause_class;
    root.evidence = classification.evidence;
    root.side = classification.side;
    return root;
}

/// Pairs printed under one name first, then in the order of the reference.
bool in_file_order(const Pair* a, const Pair* b) {
    const auto same_name = [](const Pair* pair) {
        return pair->reference->record->key == pair->candidate->record->key &&
               pair->reference->record->kind == pair->candidate->record->kind;
    };
    if (same_name(a) != same_name(b)) {
        return same_name(a);
    }
    // records stand in the order of their file
    return a->reference->record != b->reference->record
               ? a->reference->record < b->reference->record
               : a->reference->part < b->reference->part;
}

/// Roots by the lineage alone: what departs although all it was computed from agrees.
struct LineageRoots {
    std::vector<std::string> taps;                   ///< in order of computation
    std::map<std::string, std::vector<int>> origins; ///< nodes by tap
    std::map<std::string, std::set<int>> added;      ///< those of them whose inputs depart as well
};

/// The largest relative departure of a node.
double departure_of(const std::vector<const Pair*>& pairs) {
    double largest = 0;
    for (const Pair* pair : pairs) {
        largest =
            std::fmax(largest, relative_difference(pair->reference->value, pair->candidate->value));
    }
    return largest;
}

/// A tap that departs where all its inputs agree is at fault where they depart as well, if it
/// departs by about as much there.
void add_where_inputs_depart(const LaidOut& laid_out, const LineageGraph& graph,
                             LineageRoots& roots) {
    constexpr double about = 2;
    for (auto& [tap, origins] : roots.origins) {
        std::map<int, double> sizes; // by component
        for (const int node : origins) {
            sizes[graph.key(node).component] = departure_of(laid_out.pairs.at(node));
        }
        const std::vector<bool> follows = downstream_of(origins, graph); // from itself
        for (const auto& [node, pairs] : laid_out.pairs) {
            const auto size = sizes.find(graph.key(node).component);
            const double here = departure_of(pairs);
            if (graph.key(node).tap == tap && size != sizes.end() && here < about * size->second &&
                here > size->second / about && !follows[static_cast<std::size_t>(node)]) {
                origins.push_back(node);
                roots.added[tap].insert(node);
            }
        }
        std::sort(origins.begin(), origins.end());
    }
}

LineageRoots roots_by_lineage(const LaidOut& laid_out, const LineageGraph& graph,
                              const SideFindings& findings) {
    LineageRoots roots;
    const std::vector<bool> reached = reached_by_departure(laid_out, graph);
    for (const auto& [node, pairs] : laid_out.pairs) {
        const std::string& tap = graph.key(node).tap;
        if (!reached[static_cast<std::size_t>(node)] ||
            findings.contradicting.count(graph.key(node)) > 0 ||
            findings.exceeding.count(graph.key(node)) > 0) {
            if (roots.origins[tap].empty()) {
                roots.taps.push_back(tap);
            }
            roots.origins[tap].push_back(node);
        }
    }
    add_where_inputs_depart(laid_out, graph, roots);
    return roots;
}

/// From the values of both sides where one of them repeats itself, else from the stage.
Classification classify_root(const LocalRoot& local, const std::vector<const Pair*>& departing,
                             const Context& context) {
    std::vector<const Pair*> same_tap;
    for (const Pair& pair : context.alignment->pairs) {
        if (pair.reference->node.tap == local.tap) {
            same_tap.push_back(&pair);
        }
    }
    const StageComparison& stages = *context.stages;
    const bool sums =
        is_sum(stages.observations(local, context.alignment->pairs), stages.side(local).followed());
    // a sum that does not move lacks a term
    if (auto found = sums ? std::nullopt : repeats_itself(departing, same_tap, *context.program)) {
        return *found;
    }
    return classify_stage(local, *context.stages, context.alignment->pairs, *context.program,
                          *context.what_if);
}

RootCause describe_local(const LocalRoot& local, const LaidOut& laid_out, const Context& context,
                         std::set<int>& explained) {
    std::vector<const Pair*> departing = local.departing;
    std::sort(departing.begin(), departing.end(), in_file_order);
    RootCause root = describe(departing, context, true);
    root.strength = local.strength;
    root.side = local.side;
    if (local.misprint) {
        root.cause_class = CauseClass::tracer;
        root.evidence = {{Rule::only_print_is_wrong}, *local.misprint};
    } else {
        const Classification found = classify_root(local, departing, context);
        root.cause_class = found.cause_class;
        root.evidence = found.evidence;
        // whoever departs from the scene given is the odd one, though the other repeats itself
        root.side = local.side == WhichSide::neither ? found.side : local.side;
        if (local.side != WhichSide::neither) {
            root.evidence.push_back({Rule::side_departs_from_stage, local.side});
        }
    }
    std::vector<int> origins;
    for (const Pair* pair : departing) {
        const int node = context.graph->find(pair->reference->node);
        if (node >= 0) {
            origins.push_back(node);
        }
    }
    std::sort(origins.begin(), origins.end());
    add_consequences(origins, laid_out, *context.graph, {}, root, explained);
    return root;
}

/// Adds wrong prints of inputs, which come before physics is blamed.
void add_misprints(const SideFindings& findings, const Context& context, FoundRoots& found) {
    for (const Misprint& misprint : findings.misprints) {
        std::vector<const Pair*> departing;
        for (const Pair& pair : context.alignment->pairs) {
            if (pair.reference->node.tap == misprint.tap && !pair.agrees) {
                departing.push_back(&pair);
            }
        }
        std::sort(departing.begin(), departing.end(), in_file_order);
        RootCause root = describe(departing, context, true);
        root.cause_class = CauseClass::tracer;
        root.side = misprint.side;
        root.evidence = {{Rule::print_is_wrong}, misprint.evidence};
        root.contradicts_itself = true;
        found.roots.push_back(std::move(root));
        found.departing.insert(departing.begin(), departing.end());
    }
}

/// Pairs in file order, key by key.
std::vector<std::vector<const Pair*>> by_key(const std::vector<const Pair*>& pairs) {
    std::vector<std::vector<const Pair*>> keys;
    std::map<std::pair<std::string_view, std::string_view>, std::size_t> places;
    for (const Pair* pair : pairs) {
        const PrintedRecord& record = *pair->reference->record;
        const auto [place, fresh] = places.try_emplace({record.kind, record.key}, keys.size());
        if (fresh) {
            keys.emplace_back();
        }
        keys[place->second].push_back(pair);
    }
    return keys;
}

/// How many departing pairs are no root and follow from none.
std::uint64_t unexplained_in(const Alignment& alignment, const LineageGraph& graph,
                             const FoundRoots& found, const std::set<int>& explained) {
    return static_cast<std::uint64_t>(
        std::count_if(alignment.pairs.begin(), alignment.pairs.end(), [&](const Pair& pair) {
            return !pair.agrees && found.departing.count(&pair) == 0 &&
                   explained.count(graph.find(pair.reference->node)) == 0;
        }));
}

bool has_no_number(const std::vector<const Pair*>& departing) {
    return std::any_of(departing.begin(), departing.end(), [](const Pair* pair) {
        return !pair->comparable || !std::isfinite(pair->reference->value) ||
               !std::isfinite(pair->candidate->value);
    });
}

} // namespace

FoundRoots find_roots(const Alignment& alignment, const ProgramModel& program,
                      const LineageGraph& graph, const Oracle* what_if,
                      const StageComparison* stages, const SideFindings& findings) {
    const std::vector<LocalRoot> local_roots =
        stages == nullptr ? std::vector<LocalRoot>{} : local_roots_of(*stages, alignment.pairs);
    const Context context{&alignment, &program, &graph, what_if, stages};
    std::set<std::string> misprints;
    for (const Misprint& misprint : findings.misprints) {
        misprints.insert(misprint.tap);
    }
    LaidOut laid_out = lay_out(alignment, graph, misprints);
    FoundRoots found;
    std::set<int> explained;
    add_misprints(findings, context, found);
    const auto add = [&found](RootCause root, const std::vector<const Pair*>& departing) {
        found.roots.push_back(std::move(root));
        found.departing.insert(departing.begin(), departing.end());
    };
    for (const LocalRoot& local : local_roots) {
        add(describe_local(local, laid_out, context, explained), local.departing);
    }
    const LineageRoots by_lineage = roots_by_lineage(laid_out, graph, findings);
    for (const std::string& tap : by_lineage.taps) {
        const std::vector<int>& origins = by_lineage.origins.at(tap);
        std::vector<const Pair*> departing;
        for (const int node : origins) {
            const auto& pairs = laid_out.pairs[node];
            departing.insert(departing.end(), pairs.begin(), pairs.end());
        }
        // with the stages at hand only what is no number, or has none, is left to the lineage
        if (!local_roots.empty() && !has_no_number(departing) &&
            !(stages != nullptr && stages->takes_as_recorded(departing))) {
            continue;
        }
        std::sort(departing.begin(), departing.end(), in_file_order);
        RootCause root = describe(departing, context, false);
        std::set<int> of_others;
        for (const auto& [other, nodes] : by_lineage.added) {
            if (other != tap) {
                of_others.insert(nodes.begin(), nodes.end());
            }
        }
        add_consequences(origins, laid_out, graph, of_others, root, explained);
        add(std::move(root), departing);
    }
    std::sort(laid_out.unplaced.begin(), laid_out.unplaced.end(), in_file_order);
    for (const std::vector<const Pair*>& of_key : by_key(laid_out.unplaced)) {
        RootCause root = describe(of_key, context, false);
        root.evidence.push_back(
            {Rule::first_in_file_order, {}, {static_cast<Count>(laid_out.unplaced.size())}});
        add(std::move(root), of_key);
    }
    // two failures tell less than two values
    std::stable_partition(found.roots.begin(), found.roots.end(), [](const RootCause& root) {
        return std::none_of(root.evidence.begin(), root.evidence.end(), [](const Finding& finding) {
            return finding.rule == Rule::not_finite_on_both_sides;
        });
    });
    found.unexplained = unexplained_in(alignment, graph, found, explained);
    // what is no number on either side tells nothing of the two
    std::stable_partition(found.roots.begin(), found.roots.end(), [](const RootCause& root) {
        return std::none_of(root.evidence.begin(), root.evidence.end(), [](const Finding& one) {
            return one.rule == Rule::not_finite_on_both_sides;
        });
    });
    return found;
}

} // namespace tapir::trace
