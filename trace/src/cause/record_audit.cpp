#include "cause/record_audit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "align/printed_again.hpp"
#include "stage/print_check.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

constexpr double allowance = SideReplay::allowance;

/// Which nodes follow from printed records alone: their stage has no option of the scene, and all
/// its inputs are printed, or follow from printed ones of the same loops.
std::vector<bool> audited_in(const Replay& followed, const ProgramModel& program, bool usual) {
    std::set<std::string_view> asked(program.self_contained.begin(), program.self_contained.end());
    if (usual) {
        asked.insert(program.usually_contained.begin(), program.usually_contained.end());
    }
    std::vector<bool> known;
    const auto of_same_loops = [&program](const ReplayedValue& a, const ReplayedValue& b) {
        const TapSpec* one = program.find_tap(a.node.tap);
        const TapSpec* other = program.find_tap(b.node.tap);
        return one != nullptr && other != nullptr && one->scope == other->scope;
    };
    for (const ReplayedValue& node : followed.nodes()) {
        const bool stage = asked.count(node.node.tap) > 0;
        known.push_back(
            stage && !node.parents.empty() &&
            std::all_of(node.parents.begin(), node.parents.end(), [&](const auto& parent) {
                const auto p = static_cast<std::size_t>(parent.first);
                const ReplayedValue& source = followed.nodes()[p];
                return source.recorded || (known[p] && of_same_loops(node, source));
            }));
    }
    return known;
}

const CanonicalValue* print_of(const Side& side, const NodeKey& key, double used) {
    const CanonicalValue* best = nullptr;
    for (const CanonicalValue& value : side.values) {
        if (value.node == key &&
            (best == nullptr || std::fabs(value.value - used) < std::fabs(best->value - used))) {
            best = &value;
        }
    }
    return best;
}

RootCause describe(const ReplayedValue& node, const CanonicalValue& print,
                   const ProgramModel& program, double strength) {
    RootCause root;
    root.kind = print.shown_kind();
    root.key = print.record->key;
    root.candidate_line = print.record->line;
    root.site = node.node.site;
    root.tap = node.node.tap;
    const TapSpec* tap = program.find_tap(root.tap);
    root.unit = tap == nullptr ? "" : tap->unit;
    root.reference = general15(node.computed);
    root.candidate = general15(node.used);
    root.relative = relative_difference(node.computed, node.used);
    root.ulp = ulp_distance(node.computed, node.used);
    root.strength = strength;
    root.side = WhichSide::candidate;
    return root;
}

/// The taps that a record is computed from, each named once for its components side by side.
Names inputs_of(const ReplayedValue& node, const Replay& followed) {
    Names taps;
    for (const auto& [parent, slope] : node.parents) {
        const std::string& tap = followed.nodes()[static_cast<std::size_t>(parent)].node.tap;
        if (taps.empty() || tap != taps.back()) {
            taps.push_back(tap);
        }
    }
    return taps;
}

/// The largest difference of two vectors; infinite when they are not of one length.
double distance_between(const std::vector<double>& a, const std::vector<double>& b) {
    double largest = a.size() == b.size() ? 0 : std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        largest = std::fmax(largest, std::fabs(a[i] - b[i]));
    }
    return largest;
}

/// The departing nodes of every tap.
using Departures = std::map<std::string, std::set<int>>;

} // namespace

RecordAudit::RecordAudit(const Side& side, const ProgramModel& program, std::vector<Pixel> pixels,
                         const Oracle& stages, bool usual)
    : side_(&side), program_(&program), stages_(&stages), pixels_(std::move(pixels)),
      check_(side, program, pixels_, stages),
      audited_(audited_in(check_.followed(), program, usual)) {}

AuditFindings RecordAudit::run() const {
    AuditFindings result;
    find_departures(result);
    find_contradictions(result);
    find_repeats(result);
    find_no_numbers(result);
    return result;
}

bool RecordAudit::holds(const std::string& tap) const {
    bool asked = false;
    const std::vector<ReplayedValue>& nodes = check_.followed().nodes();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].node.tap == tap && nodes[i].recorded) {
            if (!audited_[i] || !check_.follows(static_cast<int>(i))) {
                return false;
            }
            asked = true;
        }
    }
    return asked;
}

std::vector<const CanonicalValue*> RecordAudit::one_of_each_kind(std::size_t most) const {
    std::set<std::pair<std::string_view, LoopSet>> seen;
    std::set<int> printed;
    std::vector<const CanonicalValue*> some;
    for (const CanonicalValue& value : side_->values) {
        if (is_told_by_its_value(value)) {
            continue; // another value would be no contradiction
        }
        const int node = check_.followed().index_of(value.node);
        const TapSpec* tap = program_->find_tap(value.node.tap);
        const bool again = !printed.insert(node).second;
        if (node < 0 || tap == nullptr || some.size() == most ||
            !(audited_[static_cast<std::size_t>(node)] || again)) {
            continue;
        }
        if (seen.emplace(value.record->kind, tap->scope).second) {
            some.push_back(&value);
        }
    }
    return some;
}

void RecordAudit::find_departures(AuditFindings& result) const {
    const std::vector<ReplayedValue>& nodes = check_.followed().nodes();
    Departures departures;
    std::vector<std::string> order;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (!nodes[i].recorded || !audited_[i]) {
            continue;
        }
        ++result.compared;
        result.identical += nodes[i].used == nodes[i].computed ? 1U : 0U;
        if (check_.departs(static_cast<int>(i))) {
            if (departures[nodes[i].node.tap].empty()) {
                order.push_back(nodes[i].node.tap);
            }
            departures[nodes[i].node.tap].insert(static_cast<int>(i));
            ++result.departing;
        }
    }
    std::set<int> misprints;
    std::optional<SideReplay> without_misprints;
    for (const std::string& tap : order) {
        const std::set<int>& here = departures[tap];
        if (without_misprints && std::none_of(here.begin(), here.end(), [&](int node) {
                return without_misprints->departs(node);
            })) {
            continue;
        }
        RootCause root = root_of(here);
        if (root.cause_class == CauseClass::tracer) {
            misprints.insert(here.begin(), here.end());
            without_misprints.emplace(check_.without(misprints, pixels_, *stages_));
        }
        result.roots.push_back(std::move(root));
    }
}

RootCause RecordAudit::root_of(const std::set<int>& nodes) const {
    const Replay& followed = check_.followed();
    const int node = *nodes.begin();
    const ReplayedValue& first = followed.nodes()[static_cast<std::size_t>(node)];
    const double strength = std::fabs(check_.misfit(node)) / (allowance * check_.bound(node));
    RootCause root =
        describe(first, *print_of(*side_, first.node, first.used), *program_, strength);
    root.contradicts_itself = true;
    root.sites = static_cast<int>(nodes.size());
    if (auto misprint = why_the_print_is_wrong(check_, nodes, pixels_, *stages_)) {
        root.cause_class = CauseClass::tracer;
        root.evidence = {*misprint};
        return root;
    }
    root.cause_class = CauseClass::formula;
    if (auto arrangement = rearranged(first)) {
        root.evidence.push_back(*arrangement);
    }
    root.evidence.push_back({Rule::inputs_give_other_value, {}, {inputs_of(first, followed)}});
    return root;
}

/// Another arrangement of a stage's operations, on whatever the side printed, that gives the print
/// or nearly so.
std::optional<Finding> RecordAudit::rearranged(const ReplayedValue& node) const {
    std::vector<Replacement> inputs;
    std::vector<double> print;
    std::vector<double> own; // what the stage gives
    const RecordKey wanted{node.node.tap, node.node.site};
    for (const ReplayedValue& other : check_.followed().nodes()) {
        const RecordKey record{other.node.tap, other.node.site};
        if (record == wanted) {
            print.push_back(other.used);
            own.push_back(other.computed);
        }
        if (other.recorded && (inputs.empty() || inputs.back().record != record)) {
            inputs.push_back({record, {}});
        }
        if (other.recorded) {
            inputs.back().values.push_back(other.used);
        }
    }
    for (const Alternative& other : stages_->alternatives(wanted, inputs)) {
        const double before = distance_between(own, print);
        const double left = distance_between(other.values, print);
        constexpr double small_part = 0.02;
        if (left < small_part * before) {
            Finding found{Rule::inputs_rearranged, {}, {other.what}};
            if (left > 0) {
                found.terms.emplace_back(ShownNumber{left / before, 2});
            }
            return found;
        }
    }
    return std::nullopt;
}

/// A record that is printed twice with two values.
void RecordAudit::find_contradictions(AuditFindings& result) const {
    std::set<std::string> known;
    const std::vector<ReplayedValue>& nodes = check_.followed().nodes();
    const bool takes_inputs =
        std::any_of(nodes.begin(), nodes.end(), [](const auto& node) { return !node.has_stage; });
    for (const CanonicalValue& value : side_->values) {
        const int index = check_.followed().index_of(value.node);
        if (index < 0 || !std::isfinite(value.value) || is_told_by_its_value(value)) {
            continue;
        }
        const ReplayedValue& node = check_.followed().nodes()[static_cast<std::size_t>(index)];
        const double error = check_.print_error(value) + node.used_error;
        if (takes_inputs && !audited_[static_cast<std::size_t>(index)] &&
            value.value == node.used) {
            continue; // that it is equal to itself is no check
        }
        ++result.compared;
        if (std::fabs(value.value - node.used) <= allowance * error) {
            ++result.identical;
            continue;
        }
        ++result.departing;
        if (known.insert(value.record->kind + " " + value.record->key).second) {
            ReplayedValue printed = node;
            printed.computed = node.used;
            printed.used = value.value;
            RootCause root = describe(printed, value, *program_, 0);
            root.cause_class = CauseClass::tracer;
            const CanonicalValue* other = print_of(*side_, value.node, node.used);
            const bool same_key = other->record->key == value.record->key &&
                                  other->record->kind == value.record->kind;
            root.evidence = {{same_key ? Rule::printed_twice : Rule::printed_under_other_key,
                              {},
                              {ShownNumber{node.used}}}};
            result.roots.push_back(std::move(root));
        }
    }
}

/// A record that is printed twice under one key: a run has it once, whatever the values.
void RecordAudit::find_repeats(AuditFindings& result) const {
    std::map<std::string, RootCause> repeated; // by key
    for (const CanonicalValue& value : side_->values) {
        const auto is_known = [&value](const RootCause& root) {
            return root.key == value.record->key && root.kind == value.shown_kind();
        };
        if (!is_printed_again(value) ||
            std::any_of(result.roots.begin(), result.roots.end(), is_known)) {
            continue;
        }
        ++result.compared;
        ++result.departing;
        RootCause& root = repeated[value.shown_kind() + " " + value.record->key];
        if (root.key.empty()) {
            root.kind = value.shown_kind();
            root.key = value.record->key;
            root.tap = value.node.tap;
            root.site = value.node.site;
            root.reference = root.candidate = value.printed().text;
            root.candidate_line = value.record->line;
            root.side = WhichSide::candidate;
            root.cause_class = CauseClass::tracer;
            root.evidence = {{Rule::printed_twice_alike}};
        }
    }
    for (auto& [key, root] : repeated) {
        result.roots.push_back(std::move(root));
    }
}

/// Prints that are no finite number: no stage can be asked about them, and none is consistent.
void RecordAudit::find_no_numbers(AuditFindings& result) const {
    std::set<std::string> known;
    for (const CanonicalValue& value : side_->values) {
        const PrintedValue& printed = value.printed();
        if (!printed.numeric || std::isfinite(value.value)) {
            continue;
        }
        ++result.compared;
        ++result.departing;
        if (known.insert(value.record->kind + " " + value.record->key).second) {
            RootCause root;
            root.kind = value.shown_kind();
            root.key = value.record->key;
            root.tap = value.node.tap;
            root.site = value.node.site;
            root.candidate_line = value.record->line;
            root.reference = "a finite number";
            root.candidate = printed.text;
            root.relative = std::numeric_limits<double>::infinity();
            root.ulp = root.relative;
            root.side = WhichSide::candidate;
            root.cause_class = CauseClass::formula;
            root.evidence = {{Rule::not_finite}};
            result.roots.push_back(std::move(root));
        }
    }
}

} // namespace tapir::trace
