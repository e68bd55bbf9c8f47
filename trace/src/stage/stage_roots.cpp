#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "stage/print_check.hpp"
#include "stage/stage_comparison.hpp"

/// How the roots are found among the values that depart.
namespace tapir::trace {

namespace {

/// Roots whose departure is below so many times what is allowed come last.
constexpr double clear = 5;

std::size_t at(int node) {
    return static_cast<std::size_t>(node);
}

} // namespace

Finding StageComparison::contradiction_of(const CanonicalValue& value, const SideReplay& side,
                                          int node) {
    const double used = side.followed().nodes()[at(node)].used;
    Finding found{Rule::printed_once_more, {}, {ShownNumber{used}}};
    const double power = std::round(std::log10(std::fabs(value.value / used)));
    constexpr double digits = 1e-9;
    if (power != 0 && std::isfinite(power) &&
        std::fabs(value.value / used / std::pow(10.0, power) - 1) < digits) {
        found.terms.emplace_back(static_cast<Count>(power));
    }
    return found;
}

WhichSide StageComparison::side_of(const Local& local) const {
    const bool candidate = candidate_.departs(local.candidate);
    const bool reference = reference_.departs(local.reference);
    return candidate == reference ? WhichSide::neither
           : candidate            ? WhichSide::candidate
                                  : WhichSide::reference;
}

bool StageComparison::shown_only(const std::string& tap) const {
    const TapSpec* spec = dictionary_->find_tap(tap);
    return spec != nullptr && spec->display_only;
}

bool StageComparison::follows_in(const SideReplay& check, const std::set<int>& nodes) const {
    return std::all_of(nodes.begin(), nodes.end(), [&](int node) {
        const int there = check.followed().index_of(candidate_.followed().nodes()[at(node)].node);
        return there >= 0 && check.follows(there);
    });
}

void StageComparison::suspect(const Pair& pair, const Local& here, Suspect& tap) const {
    tap.root.tap = pair.reference->node.tap;
    tap.root.departing.push_back(&pair);
    tap.root.strength = std::max(tap.root.strength, here.departure);
    tap.first = tap.first < 0 ? here.candidate : std::min(tap.first, here.candidate);
    if (here.contradicts) {
        const bool candidate = contradiction(*pair.candidate, candidate_, here.candidate) > 1;
        tap.root.side = candidate ? WhichSide::candidate : WhichSide::reference;
        tap.contradiction = candidate
                                ? contradiction_of(*pair.candidate, candidate_, here.candidate)
                                : contradiction_of(*pair.reference, reference_, here.reference);
    } else {
        tap.nodes.insert(here.candidate);
        tap.root.side = side_of(here);
    }
}

std::vector<StageComparison::Suspect>
StageComparison::suspects(const std::vector<Pair>& pairs) const {
    std::set<int> departing; // nodes of the candidate with departing prints
    for (const Pair& pair : pairs) {
        if (!pair.agrees) {
            departing.insert(candidate_.followed().index_of(pair.candidate->node));
        }
    }
    std::map<std::string, Suspect> taps;
    for (const Pair& pair : pairs) {
        const std::optional<Local> here = local(pair);
        if (!here || pair.agrees || here->departure <= 1) {
            continue;
        }
        const bool agrees_in_value =
            std::fabs(pair.reference->value - pair.candidate->value) <= tolerance(pair, *here);
        if (agrees_in_value && !here->contradicts &&
            candidate_.reached_from(here->candidate, departing)) {
            continue; // computed from something else than the departing print before it
        }
        suspect(pair, *here, taps[pair.reference->node.tap]);
    }
    std::vector<Suspect> sorted;
    sorted.reserve(taps.size());
    for (auto& [tap, suspected] : taps) {
        // what repeats unprinted records stands for them, and for what they feed
        suspected.stands_for = candidate_.repeated_unprinted(suspected.nodes);
        suspected.first = suspected.stands_for < 0 ? suspected.first : suspected.stands_for;
        sorted.push_back(std::move(suspected));
    }
    std::sort(sorted.begin(), sorted.end(), [](const Suspect& a, const Suspect& b) {
        const bool a_clear = a.root.strength > clear;
        const bool b_clear = b.root.strength > clear;
        return a_clear != b_clear ? a_clear : a.first < b.first;
    });
    return sorted;
}

std::optional<Finding> StageComparison::misprint_of(const Suspect& tap, bool is_alone) const {
    if (tap.nodes.empty()) {
        return tap.contradiction;
    }
    if (tap.root.side != WhichSide::candidate) {
        return std::nullopt;
    }
    const SideReplay& of_tap = side(tap.root);
    if (auto found = why_the_print_is_wrong(of_tap, tap.nodes, pixels_, *what_if_)) {
        return found;
    }
    return is_alone && shown_only(tap.root.tap) ? why_nothing_follows(of_tap, tap.nodes)
                                                : std::nullopt;
}

std::vector<LocalRoot> StageComparison::roots(const std::vector<Pair>& pairs) const {
    std::vector<Suspect> sorted = suspects(pairs);
    std::vector<LocalRoot> roots;
    std::set<std::string> taps;
    std::set<int> misprints; // what departs because of these nodes' prints is no root
    std::optional<SideReplay> without_misprints;
    for (Suspect& here : sorted) {
        if (without_misprints && !here.contradiction && here.root.side == WhichSide::candidate &&
            follows_in(*without_misprints, here.nodes)) {
            continue;
        }
        here.root.misprint = misprint_of(here, sorted.size() == 1);
        if (here.root.misprint && !here.nodes.empty()) {
            misprints.insert(here.nodes.begin(), here.nodes.end());
            without_misprints.emplace(candidate_.without(misprints, pixels_, *what_if_));
        }
        // unprinted records of a root's tap before it carry the fault on
        const bool carried = !here.root.misprint && !here.nodes.empty() && !here.contradiction &&
                             std::all_of(here.nodes.begin(), here.nodes.end(), [&](int node) {
                                 return candidate_.passes_through_unprinted(node, taps);
                             });
        if (carried) {
            continue;
        }
        taps.insert(here.root.tap);
        if (here.stands_for >= 0) {
            taps.insert(candidate_.followed().nodes()[at(here.stands_for)].node.tap);
        }
        roots.push_back(std::move(here.root));
    }
    return roots;
}

} // namespace tapir::trace
