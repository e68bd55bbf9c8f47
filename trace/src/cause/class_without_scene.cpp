#include "cause/class_without_scene.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <set>

#include "cause/unit_factors.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

using Pairs = std::vector<const Pair*>;

double reference_of(const Pair& pair) {
    return pair.reference->value;
}
double candidate_of(const Pair& pair) {
    return pair.candidate->value;
}
const Site& site_of(const Pair& pair) {
    return pair.reference->node.site;
}
int component_of(const Pair& pair) {
    return pair.reference->node.component;
}

bool is_text(const Pair* pair) {
    return !pair->reference->printed().numeric || !pair->candidate->printed().numeric;
}

bool nearly(double a, double b, double relative) {
    return std::fabs(a - b) <= relative * std::max(std::fabs(a), std::fabs(b));
}

/// A value that is repeated is one value.
std::size_t different_values(const Pairs& pairs) {
    std::set<double> different;
    for (const Pair* pair : pairs) {
        different.insert(reference_of(*pair));
    }
    return different.size();
}

/// Values of one tap by site and component.
struct Table {
    std::map<Site, std::map<int, const Pair*>> rows;
    explicit Table(const Pairs& pairs) {
        for (const Pair* pair : pairs) {
            rows[site_of(*pair)].try_emplace(component_of(*pair), pair);
        }
    }
};

/// The outermost loop inside the pixel in which one site is a step away from the other; only the
/// loop of steps where the model names one.
std::optional<std::size_t> step_between(const Site& here, const Site& there,
                                        const Dictionary& dictionary) {
    for (std::size_t loop = Loops::column + 1; loop < dictionary.loops.size(); ++loop) {
        const bool may_step =
            dictionary.step_loop < 0 || dictionary.step_loop == static_cast<int>(loop);
        if (may_step && here[loop] != there[loop]) {
            return loop;
        }
    }
    return std::nullopt;
}

/// How far back in the loops the other site lies, for people.
std::string distance_text(const Site& here, const Site& there, const Dictionary& dictionary) {
    if (here.pixel() != there.pixel()) {
        return "another pixel";
    }
    const Loops& loops = dictionary.loops;
    if (const auto loop = step_between(here, there, dictionary)) {
        const int steps = here[*loop] - there[*loop];
        return loops[*loop].name + " " + std::to_string(there[*loop]) +
               (steps > 0 ? ", " + std::to_string(steps) + " step(s) earlier"
                          : ", which it holds only after a whole scan: stale by one scan");
    }
    return to_text(there, loops);
}

/// Whether the values of a tap change at all from site to site: a constant repeats itself
/// everywhere and is not stale. One single other site counts when several components repeat.
bool changes_with_site(const Table& all, const std::map<int, const Pair*>& components) {
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

/// One side repeats, at a departing site, its own value of another site where both sides agree,
/// while the other side moves on.
std::optional<Classification> stale(const Pairs& departing, const Table& all,
                                    const Dictionary& dictionary) {
    const Table roots(departing);
    const auto& [site, components] = *roots.rows.begin();
    if (!changes_with_site(all, components)) {
        return std::nullopt;
    }
    for (const bool reference_is_stale : {true, false}) {
        for (const auto& [other, values] : all.rows) {
            if (!step_between(site, other, dictionary)) {
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
                const std::string name = reference_is_stale ? "reference" : "candidate";
                return Classification{"stale",
                                      "the " + name + " repeats here its own value of " +
                                          distance_text(site, other, dictionary),
                                      name};
            }
        }
    }
    return std::nullopt;
}

/// Every departing component has the same ratio candidate / reference.
std::optional<double> common_ratio(const Pairs& departing) {
    constexpr double tight = 1e-9;
    double ratio = 0;
    for (const Pair* pair : departing) {
        if (reference_of(*pair) == 0 || candidate_of(*pair) == 0) {
            return std::nullopt;
        }
        const double here = candidate_of(*pair) / reference_of(*pair);
        if (pair != departing.front() && !nearly(here, ratio, tight)) {
            return std::nullopt;
        }
        ratio = here;
    }
    return ratio;
}

std::optional<Classification> unit(double ratio) {
    constexpr double tight = 1e-9;
    const double power = std::log10(std::fabs(ratio));
    const double nearest = std::round(power);
    if (ratio > 0 && nearest != 0 && std::fabs(power - nearest) < tight) {
        return Classification{
            "unit",
            "candidate is the reference times 10^" + std::to_string(static_cast<int>(nearest)), ""};
    }
    for (const UnitFactor& factor : unit_factors) {
        if (nearly(ratio, factor.value, tight)) {
            return Classification{
                "unit", std::string("candidate is the reference times ") + factor.name, ""};
        }
    }
    return std::nullopt;
}

std::optional<Classification> sign(const Pairs& departing) {
    const bool flipped = std::all_of(departing.begin(), departing.end(), [](const Pair* pair) {
        return candidate_of(*pair) == -reference_of(*pair);
    });
    if (!flipped) {
        return std::nullopt;
    }
    return Classification{"sign", "every departing component has the opposite sign", ""};
}

/// The components of the first departing record are the reference's in another order.
std::optional<Classification> permutation(const Pairs& departing, const Table& all) {
    const auto row = all.rows.find(site_of(*departing.front()));
    if (row == all.rows.end() || row->second.size() < 2) {
        return std::nullopt;
    }
    std::vector<double> reference;
    std::vector<double> candidate;
    for (const auto& [component, pair] : row->second) {
        reference.push_back(reference_of(*pair));
        candidate.push_back(candidate_of(*pair));
    }
    std::sort(reference.begin(), reference.end());
    std::sort(candidate.begin(), candidate.end());
    if (reference != candidate) {
        return std::nullopt;
    }
    return Classification{"permutation", "the same components in another order", ""};
}

std::optional<Classification> no_number(const Pairs& departing) {
    bool of_reference = false;
    bool of_candidate = false;
    for (const Pair* pair : departing) {
        of_reference = of_reference || !std::isfinite(reference_of(*pair));
        of_candidate = of_candidate || !std::isfinite(candidate_of(*pair));
    }
    if (!of_reference && !of_candidate) {
        return std::nullopt;
    }
    if (of_reference && of_candidate) {
        return Classification{"formula", "not a finite number on both sides, which proves nothing",
                              ""};
    }
    const std::string side = of_reference ? "reference" : "candidate";
    return Classification{"formula", "not a finite number in the " + side, side};
}

std::optional<Classification> precision(const Pairs& departing) {
    const bool rounded = std::all_of(departing.begin(), departing.end(), [](const Pair* pair) {
        return static_cast<double>(static_cast<float>(reference_of(*pair))) == candidate_of(*pair);
    });
    if (rounded) {
        return Classification{"precision", "candidate is the reference rounded to single precision",
                              "candidate"};
    }
    constexpr double single_precision = 1e-6;
    const bool close = std::all_of(departing.begin(), departing.end(), [](const Pair* pair) {
        return nearly(reference_of(*pair), candidate_of(*pair), single_precision);
    });
    if (!close) {
        return std::nullopt;
    }
    return Classification{"precision", "all departures are below one part in a million", ""};
}

std::optional<Classification> offset(const Pairs& departing) {
    constexpr double tight = 1e-9;
    if (different_values(departing) < 2) { // a single one is always "plus something"
        return std::nullopt;
    }
    const double shift = candidate_of(*departing.front()) - reference_of(*departing.front());
    const bool constant = std::all_of(departing.begin(), departing.end(), [&](const Pair* pair) {
        return nearly(candidate_of(*pair) - reference_of(*pair), shift, tight);
    });
    if (!constant) {
        return std::nullopt;
    }
    return Classification{"offset", "candidate is the reference plus " + general15(shift), ""};
}

/// Counts and decisions.
std::optional<Classification> whole_number(const Pairs& departing, const TapSpec& spec) {
    const double reference = reference_of(*departing.front());
    const double candidate = candidate_of(*departing.front());
    if (spec.scope == no_loops) {
        const double larger = std::max(std::fabs(reference), std::fabs(candidate));
        const double smaller = std::min(std::fabs(reference), std::fabs(candidate));
        if (smaller > 0 && std::fmod(larger, smaller) == 0) {
            return Classification{"normalisation",
                                  "a count that is the reference's " +
                                      std::string(std::fabs(candidate) > std::fabs(reference)
                                                      ? "times "
                                                      : "divided by ") +
                                      general15(larger / smaller),
                                  ""};
        }
        return std::nullopt;
    }
    const bool next = std::all_of(departing.begin(), departing.end(), [](const Pair* pair) {
        return std::fabs(candidate_of(*pair) - reference_of(*pair)) == 1;
    });
    if (!next) {
        return std::nullopt;
    }
    return Classification{"formula",
                          "a decision falls the other way: the next whole number is taken, though "
                          "what it is decided on agrees",
                          ""};
}

Classification ratio_or_formula(std::optional<double> ratio) {
    constexpr double tight = 1e-9;
    if (ratio && std::fabs(*ratio) != 1) {
        const double larger = std::fabs(*ratio) > 1 ? *ratio : 1 / *ratio;
        const bool whole = nearly(larger, std::round(larger), tight) && std::fabs(larger) > 1;
        if (whole) {
            return {"normalisation",
                    "candidate is the reference " +
                        std::string(std::fabs(*ratio) > 1 ? "times " : "divided by ") +
                        general15(std::round(larger)),
                    "", false};
        }
        return {"scale", "candidate is the reference times " + general15(*ratio), "", false};
    }
    return {"formula", no_relation, "", false};
}

} // namespace

std::optional<Classification> repeats_itself(const Pairs& departing, const Pairs& all,
                                             const Dictionary& dictionary) {
    return stale(departing, Table(all), dictionary);
}

std::optional<Classification> missing_factor(const Pairs& departing, const Side& reference) {
    constexpr double tight = 1e-9;
    for (const CanonicalValue& value : reference.values) {
        const double factor = value.value;
        if (!value.known || value.record->values.size() != 1 || factor == 0 ||
            !std::isfinite(factor) || std::fabs(factor) == 1 ||
            value.node.tap == departing.front()->reference->node.tap) {
            continue;
        }
        for (const bool left_out : {true, false}) {
            const bool fits =
                std::all_of(departing.begin(), departing.end(), [&](const Pair* root) {
                    const double expected =
                        left_out ? reference_of(*root) / factor : reference_of(*root) * factor;
                    return expected != 0 && nearly(candidate_of(*root), expected, tight);
                });
            if (fits) {
                return Classification{
                    "normalisation",
                    "candidate is the reference " + std::string(left_out ? "without" : "times") +
                        " the factor " + value.record->key + ", " + general15(factor),
                    ""};
            }
        }
    }
    return std::nullopt;
}

namespace {

bool differ_in_case(const Pair& pair) {
    const std::string& one = pair.reference->printed().text;
    const std::string& other = pair.candidate->printed().text;
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) ==
               std::tolower(static_cast<unsigned char>(b));
    });
}

} // namespace

Classification classify(const Pairs& departing, const Pairs& all, const TapSpec* spec,
                        const Dictionary& dictionary) {
    const Table table(all);
    if (std::any_of(departing.begin(), departing.end(), is_text)) {
        const Pair& pair = **std::find_if(departing.begin(), departing.end(), is_text);
        return {"formula",
                pair.reference->known || pair.candidate->known
                    ? "a word stands where a number belongs"
                : differ_in_case(pair) ? "the words differ in capital letters only"
                                       : "the words are not the same",
                ""};
    }
    if (auto found = no_number(departing)) {
        return *found;
    }
    if (auto found = stale(departing, table, dictionary)) {
        return *found;
    }
    if (auto found = sign(departing)) {
        return *found;
    }
    const std::optional<double> ratio = common_ratio(departing);
    if (ratio) {
        if (auto found = unit(*ratio)) {
            return *found;
        }
    }
    if (auto found = permutation(departing, table)) {
        return *found;
    }
    if (spec != nullptr && spec->kind == ValueKind::integer) {
        if (auto found = whole_number(departing, *spec)) {
            return *found;
        }
    }
    if (auto found = precision(departing)) {
        return *found;
    }
    if (auto found = offset(departing)) {
        return *found;
    }
    // one value gives a ratio by itself; only several that share it prove a factor
    return ratio_or_formula(different_values(departing) > 1 ? ratio : std::nullopt);
}

} // namespace tapir::trace
