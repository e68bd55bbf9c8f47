#include "cause/decisions.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "cause/relations.hpp"

/// What a candidate decided otherwise, and what it kept from before.
namespace tapir::trace {

std::optional<StageMatch> decision(const Observations& observations, const TapSpec& spec,
                                   const Observations& decided_on) {
    const Observations all = departing(observations);
    const std::optional<Range> shift = common_shift(observations);
    if (spec.scope == no_loops) {
        if (auto found = whole_factor(observations)) { // of a count: a factor of it is missing
            return found;
        }
        if (shift && std::fabs(shift->middle()) == 1) {
            return StageMatch{CauseClass::index,
                              shift->middle() > 0 ? Rule::count_one_more : Rule::count_one_less};
        }
        return std::nullopt;
    }
    struct Way {
        Rounding rounding;
        double (*round)(double);
    };
    constexpr double half = 0.5;
    const std::array<Way, 5> ways{
        {{Rounding::truncation_of_half_more, [](double x) { return std::trunc(x + half); }},
         {Rounding::floor, [](double x) { return std::floor(x); }},
         {Rounding::ceiling, [](double x) { return std::ceil(x); }},
         {Rounding::truncation, [](double x) { return std::trunc(x); }},
         {Rounding::nearest_half_up, [](double x) { return std::floor(x + half); }}}};
    for (const Way& way : ways) {
        const bool all_follow =
            !decided_on.empty() &&
            std::all_of(observations.begin(), observations.end(), [&](const Observation& here) {
                if (here.component != all.front().component) {
                    return true; // another index may be rounded soundly
                }
                const auto from = std::find_if(
                    decided_on.begin(), decided_on.end(), [&here](const Observation& other) {
                        return other.site == here.site && other.component == here.component;
                    });
                return from != decided_on.end() && way.round(from->value) == here.value;
            });
        if (all_follow) {
            return StageMatch{CauseClass::formula, Rule::other_rounding_rule, {way.rounding}};
        }
    }
    if (shift && std::fabs(shift->middle()) == 1) {
        return StageMatch{CauseClass::index,
                          shift->middle() > 0 ? Rule::index_one_more : Rule::index_one_less};
    }
    return std::nullopt;
}

namespace {

/// Whether a record is computed from the same tap at another site: a sum.
bool accumulates(const Observation& here, const Replay& followed, double& before) {
    const ReplayedValue& node = followed.nodes()[static_cast<std::size_t>(here.node)];
    if (node.parents.size() < 2) {
        return false; // kept as it was
    }
    for (const auto& [parent, slope] : node.parents) {
        const ReplayedValue& source = followed.nodes()[static_cast<std::size_t>(parent)];
        if (source.node.tap == node.node.tap && source.node.component == node.node.component) {
            before = source.used;
            return true;
        }
    }
    return false;
}

using From = const Observation* (*)(const Observations&, std::size_t);

/// The same component at the site before.
const Observation* one_before(const Observations& observations, std::size_t place) {
    for (std::size_t i = place; i-- > 0;) {
        if (observations[i].component == observations[place].component &&
            !(observations[i].site == observations[place].site)) {
            return &observations[i];
        }
    }
    return nullptr;
}

/// The same component at the last site before that does not depart.
const Observation* last_sound(const Observations& observations, std::size_t place) {
    for (std::size_t i = place; i-- > 0;) {
        if (observations[i].component == observations[place].component &&
            !observations[i].departs) {
            return &observations[i];
        }
    }
    return nullptr;
}

/// Whether every departing value is the sound one of another site, and some of them had to change.
bool repeats(const Observations& observations, From from) {
    bool any = false;
    for (std::size_t i = 0; i < observations.size(); ++i) {
        const Observation& here = observations[i];
        if (!here.departs) {
            continue;
        }
        const Observation* other = from(observations, i);
        if (other == nullptr || !here.fits(other->expected)) {
            return false;
        }
        // where the sound value stays the same, repeating it proves nothing
        any = any || std::fabs(here.expected - other->expected) > here.allowed;
    }
    return any;
}

} // namespace

bool is_sum(const Observations& observations, const Replay& followed) {
    double before = 0;
    return std::any_of(observations.begin(), observations.end(), [&](const Observation& here) {
        return accumulates(here, followed, before);
    });
}

std::optional<StageMatch> history(const Observations& observations, const Replay& followed) {
    const Observations all = departing(observations);
    if (is_sum(observations, followed)) {
        double before = 0;
        const bool adds_nothing = std::all_of(all.begin(), all.end(), [&](const Observation& here) {
            return accumulates(here, followed, before) ? here.fits(before)
                                                       : std::fabs(here.value) <= here.allowed;
        });
        return adds_nothing ? std::optional(StageMatch::of_odd_side(CauseClass::index,
                                                                    Rule::sum_leaves_term_out))
                            : std::nullopt;
    }
    if (repeats(observations, one_before)) {
        return StageMatch::of_odd_side(CauseClass::stale, Rule::repeats_site_before);
    }
    if (repeats(observations, last_sound)) {
        return StageMatch::of_odd_side(CauseClass::stale, Rule::keeps_earlier_site);
    }
    return std::nullopt;
}

std::optional<StageMatch> left_over(const Observations& observations, const Replay& followed) {
    const Observation& first = observations.front();
    const Observations all = departing(observations);
    const bool only_first = all.size() == 1 && all.front().node == first.node;
    // what is summed up is positive, and so is what is left of it
    if (!only_first || !is_sum(observations, followed) || first.difference() < 0) {
        return std::nullopt;
    }
    return StageMatch::of_odd_side(CauseClass::stale, Rule::sum_starts_late,
                                   {ShownNumber{first.difference()}});
}

} // namespace tapir::trace
