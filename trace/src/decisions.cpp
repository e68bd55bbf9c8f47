#include <algorithm>
#include <array>
#include <cmath>

#include "relations.hpp"
#include "tapir/trace/number_text.hpp"

/// What a candidate decided otherwise, and what it kept from before.
namespace tapir::trace {

std::optional<Classification> decision(const Observations& observations, const TapSpec& spec,
                                       const Observations& decided_on) {
    const Observations all = departing(observations);
    const std::optional<Range> shift = common_shift(observations);
    if (spec.scope == scope::setup) {
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
bool accumulates(const Observation& here, const Followed& followed, double& before) {
    const FollowedNode& node = followed.nodes()[static_cast<std::size_t>(here.node)];
    if (node.parents.size() < 2) {
        return false; // kept as it was
    }
    for (const auto& [parent, slope] : node.parents) {
        const FollowedNode& source = followed.nodes()[static_cast<std::size_t>(parent)];
        if (source.node.tap == node.node.tap && source.node.component == node.node.component) {
            before = source.used;
            return true;
        }
    }
    return false;
}

} // namespace

std::optional<Classification> history(const Observations& observations, const Followed& followed) {
    const Observations all = departing(observations);
    // the value at the site before
    int repeated = 0;
    bool moved = true;
    for (std::size_t i = 0; i < observations.size() && moved; ++i) {
        const Observation& here = observations[i];
        const auto before =
            std::find_if(observations.rend() - static_cast<std::ptrdiff_t>(i), observations.rend(),
                         [&here](const Observation& other) {
                             return other.component == here.component && !(other.site == here.site);
                         });
        if (!here.departs || before == observations.rend()) {
            continue;
        }
        moved = here.fits(before->expected);
        // where the sound value stays the same, repeating it proves nothing
        const bool changes = std::fabs(here.expected - before->expected) > here.allowed;
        repeated += moved && changes ? 1 : 0;
    }
    if (moved && repeated > 0) {
        return Classification{"stale", "it repeats the value of the site before", "candidate"};
    }
    double before = 0;
    bool sums = false;
    for (const Observation& here : observations) {
        sums = sums || accumulates(here, followed, before);
    }
    const Observation& first = observations.front();
    const bool only_first = all.size() == 1 && all.front().node == first.node;
    if (sums && only_first) {
        if (first.value == 0 || std::fabs(first.value) <= first.allowed) {
            return Classification{"index", "the sum lacks its first term", "candidate"};
        }
        return Classification{"stale",
                              "the sum does not start at its beginning: " +
                                  general15(first.difference()) + " stands in it already",
                              "candidate"};
    }
    if (sums && all.size() == 1 && accumulates(all.front(), followed, before) &&
        all.front().fits(before)) {
        return Classification{"index", "the sum leaves a term out", "candidate"};
    }
    return std::nullopt;
}

} // namespace tapir::trace
