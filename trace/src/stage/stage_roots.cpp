#include "stage/stage_roots.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "stage/print_check.hpp"

namespace tapir::trace {

namespace {

/// Roots whose departure is below so many times what is allowed come last.
constexpr double clear = 5;

/// A tap that departs in its own stage, before it is known whether it is a root.
struct Suspect {
    LocalRoot root;
    int first = -1;      ///< node of the candidate, the earliest of the tap or of what it repeats
    int stands_for = -1; ///< node of the candidate
    std::set<int> nodes; ///< of the candidate, where the two sides' values do not follow alike
    std::set<int> nodes_of_reference; ///< the same records of the reference
    std::optional<Finding> contradiction;

    /// The same records on the side that departs: the candidate, unless the reference is odd.
    [[nodiscard]] const std::set<int>& nodes_of_side() const {
        return root.side == WhichSide::reference ? nodes_of_reference : nodes;
    }
};

/// What a side misprints, and the side without those prints: what departs because of them is no
/// root.
struct Withheld {
    std::set<int> misprints;
    std::optional<SideReplay> rest;
};

/// Sorts out which departing taps are roots.
class RootSearch {
  public:
    explicit RootSearch(const StageComparison& stages)
        : stages_(&stages), candidate_(&stages.candidate()) {}

    [[nodiscard]] std::vector<LocalRoot> roots(const std::vector<Pair>& pairs) const {
        std::vector<Suspect> sorted = suspects(pairs);
        std::vector<LocalRoot> roots;
        std::set<std::string> taps;
        std::map<WhichSide, Withheld> withheld;
        for (Suspect& here : sorted) {
            Withheld& of_side = withheld[here.root.side];
            if (of_side.rest && !here.contradiction && follows_in(*of_side.rest, here)) {
                continue;
            }
            here.root.misprint = misprint_of(here, sorted.size() == 1);
            const std::set<int>& nodes = here.nodes_of_side();
            if (here.root.misprint && !nodes.empty()) {
                of_side.misprints.insert(nodes.begin(), nodes.end());
                of_side.rest.emplace(stages_->side(here.root).without(
                    of_side.misprints, stages_->pixels(), stages_->what_if()));
            }
            if (is_carried_on(here, taps)) {
                continue;
            }
            taps.insert(here.root.tap);
            if (here.stands_for >= 0) {
                taps.insert(
                    candidate_->followed().nodes()[place_of_node(here.stands_for)].node.tap);
            }
            roots.push_back(std::move(here.root));
        }
        return roots;
    }

  private:
    using Local = StageComparison::Local;

    /// The side that departs from the stage, where only one does.
    [[nodiscard]] WhichSide odd_side(const Local& local) const {
        const bool candidate = candidate_->departs(local.candidate);
        const bool reference = stages_->reference().departs(local.reference);
        return candidate == reference ? WhichSide::neither
               : candidate            ? WhichSide::candidate
                                      : WhichSide::reference;
    }

    /// Adds a departing pair to what its tap is suspected of.
    void suspect(const Pair& pair, const Local& here, Suspect& tap) const {
        tap.root.tap = pair.reference->node.tap;
        tap.root.departing.push_back(&pair);
        tap.root.strength = std::max(tap.root.strength, here.departure);
        tap.first = tap.first < 0 ? here.candidate : std::min(tap.first, here.candidate);
        if (!here.contradicts) {
            tap.nodes.insert(here.candidate);
            tap.nodes_of_reference.insert(here.reference);
            tap.root.side = odd_side(here);
            return;
        }
        const bool of_candidate =
            StageComparison::contradiction(*pair.candidate, *candidate_, here.candidate) > 1;
        tap.root.side = of_candidate ? WhichSide::candidate : WhichSide::reference;
        tap.contradiction =
            of_candidate
                ? StageComparison::contradiction_of(*pair.candidate, *candidate_, here.candidate)
                : StageComparison::contradiction_of(*pair.reference, stages_->reference(),
                                                    here.reference);
    }

    /// The taps that depart in their own stage, those hardly above rounding last.
    [[nodiscard]] std::vector<Suspect> suspects(const std::vector<Pair>& pairs) const {
        std::set<int> departing; // nodes of the candidate with departing prints
        for (const Pair& pair : pairs) {
            if (!pair.agrees) {
                departing.insert(candidate_->followed().index_of(pair.candidate->node));
            }
        }
        std::map<std::string, Suspect> taps;
        for (const Pair& pair : pairs) {
            const std::optional<Local> here = stages_->local(pair);
            if (!here || pair.agrees || here->departure <= 1) {
                continue;
            }
            const bool agrees_in_value = std::fabs(pair.reference->value - pair.candidate->value) <=
                                         stages_->tolerance(pair, *here);
            if (agrees_in_value && !here->contradicts &&
                candidate_->reached_from(here->candidate, departing)) {
                continue; // computed from something else than the departing print before it
            }
            suspect(pair, *here, taps[pair.reference->node.tap]);
        }
        return in_order(std::move(taps));
    }

    [[nodiscard]] std::vector<Suspect> in_order(std::map<std::string, Suspect> taps) const {
        std::vector<Suspect> sorted;
        sorted.reserve(taps.size());
        for (auto& [tap, suspected] : taps) {
            // what repeats unprinted records stands for them, and for what they feed
            suspected.stands_for = candidate_->repeated_unprinted(suspected.nodes);
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

    /// Why the print of a tap, not its computation, is wrong.
    /// @param is_alone  no other tap departs
    [[nodiscard]] std::optional<Finding> misprint_of(const Suspect& tap, bool is_alone) const {
        if (tap.nodes.empty()) {
            return tap.contradiction;
        }
        if (tap.root.side == WhichSide::neither) {
            return std::nullopt; // neither side tells what the computation went on with
        }
        const SideReplay& side = stages_->side(tap.root);
        if (auto found = why_the_print_is_wrong(side, tap.nodes_of_side(), stages_->pixels(),
                                                stages_->what_if())) {
            return found;
        }
        const TapSpec* spec = stages_->tap(tap.root.tap);
        return is_alone && spec != nullptr && spec->display_only
                   ? why_nothing_follows(side, tap.nodes_of_side())
                   : std::nullopt;
    }

    /// Whether unprinted records of a root's tap before it carry the fault on.
    [[nodiscard]] bool is_carried_on(const Suspect& tap, const std::set<std::string>& roots) const {
        return !tap.root.misprint && !tap.nodes.empty() && !tap.contradiction &&
               std::all_of(tap.nodes.begin(), tap.nodes.end(), [&](int node) {
                   return candidate_->passes_through_unprinted(node, roots);
               });
    }

    /// Whether the records of a suspected tap follow from another reading of their side.
    [[nodiscard]] bool follows_in(const SideReplay& check, const Suspect& tap) const {
        const Replay& as_printed = stages_->side(tap.root).followed();
        const std::set<int>& nodes = tap.nodes_of_side();
        return std::all_of(nodes.begin(), nodes.end(), [&](int node) {
            const int there =
                check.followed().index_of(as_printed.nodes()[place_of_node(node)].node);
            return there >= 0 && check.follows(there);
        });
    }

    const StageComparison* stages_;
    const SideReplay* candidate_;
};

} // namespace

std::vector<LocalRoot> local_roots_of(const StageComparison& stages,
                                      const std::vector<Pair>& pairs) {
    return RootSearch(stages).roots(pairs);
}

std::vector<std::size_t> permitted_misprints(const StageComparison& stages,
                                             const std::vector<Pair>& pairs) {
    std::vector<Pair> strict = pairs;
    bool any = false;
    for (Pair& pair : strict) {
        const auto here = pair.permission != Permission::none ? stages.local(pair) : std::nullopt;
        if (here && here->departure > 1) {
            pair.agrees = false;
            any = true;
        }
    }
    std::vector<std::size_t> misprints;
    for (const LocalRoot& root : any ? local_roots_of(stages, strict) : std::vector<LocalRoot>{}) {
        for (const Pair* pair : root.departing) {
            if (root.misprint && pair->permission != Permission::none) {
                misprints.push_back(static_cast<std::size_t>(pair - strict.data()));
            }
        }
    }
    return misprints;
}

} // namespace tapir::trace
