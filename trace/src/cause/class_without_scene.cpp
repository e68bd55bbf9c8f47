#include "cause/class_without_scene.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <set>

#include "cause/declared_unit.hpp"
#include "cause/pair_table.hpp"
#include "cause/repetition.hpp"
#include "cause/unit_factors.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::trace {

namespace {

using Pairs = std::vector<const Pair*>;

bool is_text(const Pair* pair) {
    return !pair->reference->printed().numeric || !pair->candidate->printed().numeric;
}

/// What a rule finds that does not tell which side is the odd one.
Classification neither_odd(CauseClass cause_class, Rule rule, std::vector<Term> terms = {}) {
    return {cause_class, {{rule, WhichSide::neither, std::move(terms)}}};
}

/// The same, of values that tell too little.
Classification inconclusive(CauseClass cause_class, Rule rule, std::vector<Term> terms = {}) {
    Classification found = neither_odd(cause_class, rule, std::move(terms));
    found.conclusive = false;
    return found;
}

/// A value that is repeated is one value.
std::size_t different_values(const Pairs& pairs) {
    std::set<double> different;
    for (const Pair* pair : pairs) {
        different.insert(reference_of(*pair));
    }
    return different.size();
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
        return neither_odd(CauseClass::unit, Rule::reference_times_power_of_ten,
                           {static_cast<Count>(nearest)});
    }
    for (const UnitFactor& factor : unit_factors) {
        if (nearly(ratio, factor.value, tight)) {
            return neither_odd(CauseClass::unit, Rule::reference_times_angle_unit, {factor.unit});
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
    return neither_odd(CauseClass::sign, Rule::opposite_sign);
}

/// The components of the first departing record are the reference's in another order.
std::optional<Classification> permutation(const Pairs& departing, const PairTable& all) {
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
    return neither_odd(CauseClass::permutation, Rule::components_reordered);
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
        return neither_odd(CauseClass::formula, Rule::not_finite_on_both_sides);
    }
    const WhichSide side = of_reference ? WhichSide::reference : WhichSide::candidate;
    return Classification{CauseClass::formula, {{Rule::not_finite_on_one_side, side}}, side};
}

std::optional<Classification> precision(const Pairs& departing) {
    const bool rounded = std::all_of(departing.begin(), departing.end(), [](const Pair* pair) {
        return static_cast<double>(static_cast<float>(reference_of(*pair))) == candidate_of(*pair);
    });
    if (rounded) {
        return Classification{
            CauseClass::precision, {{Rule::reference_in_single}}, WhichSide::candidate};
    }
    constexpr double single_precision = 1e-6;
    const bool close = std::all_of(departing.begin(), departing.end(), [](const Pair* pair) {
        return nearly(reference_of(*pair), candidate_of(*pair), single_precision);
    });
    if (!close) {
        return std::nullopt;
    }
    return neither_odd(CauseClass::precision, Rule::within_one_in_a_million);
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
    return neither_odd(CauseClass::offset, Rule::reference_plus_constant, {ShownNumber{shift}});
}

/// Counts and decisions.
std::optional<Classification> whole_number(const Pairs& departing, const TapSpec& spec) {
    const double reference = reference_of(*departing.front());
    const double candidate = candidate_of(*departing.front());
    if (spec.scope == no_loops) {
        const double larger = std::max(std::fabs(reference), std::fabs(candidate));
        const double smaller = std::min(std::fabs(reference), std::fabs(candidate));
        if (smaller > 0 && std::fmod(larger, smaller) == 0) {
            return neither_odd(CauseClass::normalisation,
                               std::fabs(candidate) > std::fabs(reference)
                                   ? Rule::count_times_whole
                                   : Rule::count_divided_by_whole,
                               {ShownNumber{larger / smaller}});
        }
        return std::nullopt;
    }
    const bool next = std::all_of(departing.begin(), departing.end(), [](const Pair* pair) {
        return std::fabs(candidate_of(*pair) - reference_of(*pair)) == 1;
    });
    if (!next) {
        return std::nullopt;
    }
    return neither_odd(CauseClass::formula, Rule::decision_falls_otherwise);
}

Classification ratio_or_formula(std::optional<double> ratio) {
    constexpr double tight = 1e-9;
    if (ratio && std::fabs(*ratio) != 1) {
        const double larger = std::fabs(*ratio) > 1 ? *ratio : 1 / *ratio;
        const bool whole = nearly(larger, std::round(larger), tight) && std::fabs(larger) > 1;
        if (whole) {
            return inconclusive(CauseClass::normalisation,
                                std::fabs(*ratio) > 1 ? Rule::reference_times_whole
                                                      : Rule::reference_divided_by_whole,
                                {ShownNumber{std::round(larger)}});
        }
        return inconclusive(CauseClass::scale, Rule::reference_times_constant,
                            {ShownNumber{*ratio}});
    }
    return inconclusive(CauseClass::formula, Rule::no_relation);
}

bool differ_in_case(const Pair& pair) {
    const std::string& one = pair.reference->printed().text;
    const std::string& other = pair.candidate->printed().text;
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) ==
               std::tolower(static_cast<unsigned char>(b));
    });
}

using Found = std::optional<Classification>;

Found differing_words(const RecordCase& which) {
    const auto text = std::find_if(which.departing.begin(), which.departing.end(), is_text);
    if (text == which.departing.end()) {
        return std::nullopt;
    }
    const Pair& pair = **text;
    return neither_odd(CauseClass::formula, pair.reference->known || pair.candidate->known
                                                ? Rule::word_for_number
                                            : differ_in_case(pair) ? Rule::words_differ_in_case
                                                                   : Rule::words_differ);
}

/// One value gives a ratio by itself: only several that share it prove a factor.
Found any_ratio(const RecordCase& which) {
    return ratio_or_formula(different_values(which.departing) > 1 ? common_ratio(which.departing)
                                                                  : std::nullopt);
}

constexpr std::array<RecordRule, 11> record_table{{
    {"words", differing_words, "what is no number has no relation to another"},
    {"declared unit", [](const RecordCase& c) { return declared_unit(c.departing); },
     "what a trace says of its unit comes before any relation"},
    {"no finite number", [](const RecordCase& c) { return no_number(c.departing); },
     "infinities and NaN fit or spoil every relation that follows"},
    {"stale", [](const RecordCase& c) { return repeats_itself(c.departing, c.all, c.program); },
     "a value of another site is hit to the last digit, and it tells the odd side"},
    {"sign", [](const RecordCase& c) { return sign(c.departing); },
     "the opposite sign is a factor too, which says less"},
    {"unit",
     [](const RecordCase& c) {
         const std::optional<double> ratio = common_ratio(c.departing);
         return ratio ? unit(*ratio) : std::nullopt;
     },
     "the factors between units are few, so chance hardly hits one"},
    {"order of components",
     [](const RecordCase& c) { return permutation(c.departing, PairTable(c.all)); },
     "the same numbers in another place have no parameter that could be fitted"},
    {"whole number",
     [](const RecordCase& c) {
         return c.spec != nullptr && c.spec->kind == ValueKind::integer
                    ? whole_number(c.departing, *c.spec)
                    : std::nullopt;
     },
     "a large count that is off by one differs by little, and yet it is no lost digit"},
    {"precision", [](const RecordCase& c) { return precision(c.departing); },
     "departures of last digits fit a factor near 1 as well"},
    {"offset", [](const RecordCase& c) { return offset(c.departing); },
     "several values that share a difference do not share a ratio by chance"},
    {"any ratio", any_ratio, "it always answers, if only that nothing was recognised"},
}};

} // namespace

std::span<const RecordRule> record_rules() {
    return record_table;
}

Classification classify(const Pairs& departing, const Pairs& all, const TapSpec* spec,
                        const ProgramModel& program) {
    for (const RecordRule& rule : record_rules()) {
        if (auto found = rule.find({departing, all, spec, program})) {
            return *found;
        }
    }
    throw InternalError("no rule says what a root is, though the last one always does");
}

} // namespace tapir::trace
