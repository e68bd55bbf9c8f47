#include <algorithm>
#include <cmath>

#include "cause/class_without_scene.hpp"
#include "cause/pair_table.hpp"

/// A side that repeats its own value of another site.
namespace tapir::trace {

namespace {

/// A side repeats its value of another site: which one, and how far back in the loops it lies.
Finding repetition(WhichSide side, const Site& here, const Site& there) {
    if (here.slow != there.slow || here.fast != there.fast) {
        return {Rule::repeats_other_pixel, side};
    }
    if (here.phi_tic > there.phi_tic) {
        return {Rule::repeats_earlier_step,
                side,
                {"phi_tic", Count{there.phi_tic}, Count{here.phi_tic - there.phi_tic}}};
    }
    if (here.phi_tic < there.phi_tic) {
        return {Rule::repeats_later_step, side, {"phi_tic", Count{there.phi_tic}}};
    }
    return {Rule::repeats_other_site, side, {there}};
}

/// Whether the values of a tap change at all from site to site: a constant repeats itself
/// everywhere and is not stale. One single other site counts when several components repeat.
bool changes_with_site(const PairTable& all, const std::map<int, const Pair*>& components) {
    const std::map<int, const Pair*>* first = nullptr;
    for (const auto& [site, values] : all.rows) {
        for (const auto& [component, ignored] : components) {
            const auto here = values.find(component);
            if (here == values.end()) {
                continue;
            }
            if (first == nullptr) {
                first = &values;
            } else if (const auto there = first->find(component);
                       there != first->end() &&
                       reference_of(*here->second) != reference_of(*there->second)) {
                return true;
            }
        }
    }
    constexpr std::size_t two_sites = 2;
    return all.rows.size() == two_sites && components.size() > 1;
}

} // namespace

std::optional<Classification> repeats_itself(const std::vector<const Pair*>& departing,
                                             const std::vector<const Pair*>& every) {
    const PairTable all(every);
    const PairTable roots(departing);
    const auto& [site, components] = *roots.rows.begin();
    if (!changes_with_site(all, components)) {
        return std::nullopt;
    }
    for (const bool reference_is_stale : {true, false}) {
        for (const auto& [other, values] : all.rows) {
            if (other == site || other.phi_tic == site.phi_tic) {
                continue;
            }
            const bool repeats = std::all_of(
                components.begin(), components.end(), [&, &others = values](const auto& item) {
                    const auto found = others.find(item.first);
                    if (found == others.end()) {
                        return false;
                    }
                    const double stuck = reference_is_stale ? reference_of(*item.second)
                                                            : candidate_of(*item.second);
                    const double moving = reference_is_stale ? candidate_of(*item.second)
                                                             : reference_of(*item.second);
                    const double there = reference_is_stale ? reference_of(*found->second)
                                                            : candidate_of(*found->second);
                    const double moved =
                        std::fabs(moving - (reference_is_stale ? candidate_of(*found->second)
                                                               : reference_of(*found->second)));
                    const double gap =
                        std::fabs(reference_of(*found->second) - candidate_of(*found->second));
                    // there the sides agree, or nearly so against how far the sound one moves
                    constexpr double nearly_agree = 10;
                    return stuck == there && moving != there &&
                           (found->second->agrees || moved > nearly_agree * gap);
                });
            if (repeats) {
                const WhichSide side =
                    reference_is_stale ? WhichSide::reference : WhichSide::candidate;
                return Classification{CauseClass::stale, {repetition(side, site, other)}, side};
            }
        }
    }
    return std::nullopt;
}

} // namespace tapir::trace
