#include "cause/repetition.hpp"

#include <algorithm>
#include <cmath>

#include "cause/pair_table.hpp"

namespace tapir::trace {

namespace {

/// The outermost loop inside the pixel in which one site is a step away from the other; only the
/// loop of steps where the model names one.
std::optional<std::size_t> step_between(const Site& here, const Site& there,
                                        const ProgramModel& program) {
    for (std::size_t loop = Loops::column + 1; loop < program.loops.size(); ++loop) {
        const bool may_step = program.step_loop < 0 || program.step_loop == static_cast<int>(loop);
        if (may_step && here[loop] != there[loop]) {
            return loop;
        }
    }
    return std::nullopt;
}

/// A side repeats its value of another site: which one, and how far back in the loop it lies.
/// @param loop  in which the two sites are a step apart
Finding repetition(WhichSide side, const Site& here, const Site& there, std::size_t loop,
                   const Loops& loops) {
    if (here.pixel() != there.pixel()) {
        return {Rule::repeats_other_pixel, side};
    }
    const std::string& name = loops[loop].name;
    const int steps = here[loop] - there[loop];
    if (steps > 0) {
        return {Rule::repeats_earlier_step, side, {name, Count{there[loop]}, Count{steps}}};
    }
    return {Rule::repeats_later_step, side, {name, Count{there[loop]}}};
}

/// Whether a tap is conserved: where the sides agree, at two sites or more, it has one value. It
/// repeats itself by nature, and a site that differs may be wrong on either side.
bool is_conserved(const PairTable& all, const std::map<int, const Pair*>& components) {
    for (const auto& [component, ignored] : components) {
        std::size_t sites = 0;
        double first = 0;
        for (const auto& [site, values] : all.rows) {
            const auto here = values.find(component);
            if (here == values.end() || !here->second->agrees) {
                continue;
            }
            const double value = reference_of(*here->second);
            first = sites++ == 0 ? value : first;
            if (value != first) {
                return false;
            }
        }
        if (sites < 2) {
            return false;
        }
    }
    return true;
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
                                             const std::vector<const Pair*>& every,
                                             const ProgramModel& program) {
    const PairTable all(every);
    const PairTable roots(departing);
    const auto& [site, components] = *roots.rows.begin();
    if (is_conserved(all, components) || !changes_with_site(all, components)) {
        return std::nullopt;
    }
    for (const bool reference_is_stale : {true, false}) {
        for (const auto& [other, values] : all.rows) {
            const auto loop = step_between(site, other, program);
            if (!loop) {
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
                return Classification{
                    CauseClass::stale, {repetition(side, site, other, *loop, program.loops)}, side};
            }
        }
    }
    return std::nullopt;
}

} // namespace tapir::trace
