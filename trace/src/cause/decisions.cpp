#include <algorithm>
#include <array>
#include <cmath>

#include "cause/relations.hpp"
#include "tapir/trace/base/number_text.hpp"

/// What a candidate decided otherwise, and what it kept from before.
namespace tapir::trace {

std::optional<Classification> decision(const Observations& observations, const TapSpec& spec,
                                       const Observations& decided_on) {
    const Observations all = departing(observations);
    const std::optional<Range> shift = common_shift(observations);
    if (spec.scope == no_loops) {
        if (auto found = whole_factor(observations)) { // of a count: a factor of it is missing
            return found;
        }
        if (shift && std::fabs(shift->middle()) == 1) {
            return Classification{"index", shift->middle() > 0 ? "one too many" : "one too few",
                                  ""};
        }
        return std::nullopt;
    }
    struct Rule {
        const char* name;
        double (*round)(double);
    };
    constexpr double half = 0.5;
    const std::array<Rule, 5> rules{
        {{"truncation of the index plus one half", [](double x) { return std::trunc(x + half); }},
         {"the whole number below", [](double x) { return std::floor(x); }},
         {"the whole number above", [](double x) { return std::ceil(x); }},
         {"truncation", [](double x) { return std::trunc(x); }},
         {"the nearest whole number, halves up", [](double x) { return std::floor(x + half); }}}};
    for (const Rule& rule : rules) {
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
                return from != decided_on.end() && rule.round(from->value) == here.value;
            });
        if (all_follow) {
            return Classification{"formula",
                                  std::string("decided on by another rule: ") + rule.name, ""};
        }
    }
    if (shift && std::fabs(shift->middle()) == 1) {
        return Classification{"index", shift->middle() > 0 ? "one too high" : "one too low", ""};
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

std::optional<Classification> history(const Observations& observations, const Replay& followed) {
    const Observations all = departing(observations);
    if (is_sum(observations, followed)) {
        double before = 0;
        const bool adds_nothing = std::all_of(all.begin(), all.end(), [&](const Observation& here) {
            return accumulates(here, followed, before) ? here.fits(before)
                                                       : std::fabs(here.value) <= here.allowed;
        });
        return adds_nothing ? std::optional(
                                  Classification{"index", "the sum leaves a term out", "candidate"})
                            : std::nullopt;
    }
    if (repeats(observations, one_before)) {
        return Classification{"stale", "it repeats the value of the site before", "candidate"};
    }
    if (repeats(observations, last_sound)) {
        return Classification{"stale", "it keeps the value of an earlier site", "candidate"};
    }
    return std::nullopt;
}

std::optional<Classification> left_over(const Observations& observations, const Replay& followed) {
    const Observation& first = observations.front();
    const Observations all = departing(observations);
    const bool only_first = all.size() == 1 && all.front().node == first.node;
    // what is summed up is positive, and so is what is left of it
    if (!only_first || !is_sum(observations, followed) || first.difference() < 0) {
        return std::nullopt;
    }
    return Classification{"stale",
                          "the sum does not start at its beginning: " +
                              general15(first.difference()) + " stands in it already",
                          "candidate"};
}

} // namespace tapir::trace
