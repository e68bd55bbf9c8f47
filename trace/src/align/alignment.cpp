#include "align/alignment.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "align/printed_again.hpp"
#include "align/side_precision.hpp"
#include "align/tolerance_reach.hpp"
#include "tapir/trace/align/noise.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

constexpr int digits_of_an_exact_double = 17;

using Index = std::unordered_map<NodeKey, std::vector<const CanonicalValue*>, NodeKeyHash>;

/// In one dialect the printed name is part of the identity, so that each printing is compared
/// with its own counterpart; across dialects only the meaning counts.
NodeKey identity(const CanonicalValue& value, bool same_dialect) {
    NodeKey key = value.node;
    if (same_dialect) {
        key.site = value.printed_site;
        key.tap = value.record->kind + " " + value.record->key + " " + key.tap + " " +
                  std::to_string(value.part) + " " + std::to_string(value.occurrence);
    }
    return key;
}

Index index_of(const Side& side, bool same_dialect) {
    Index index;
    for (const CanonicalValue& value : side.values) {
        index[identity(value, same_dialect)].push_back(&value);
    }
    return index;
}

/// Of several printings of one quantity the one with the same name, or else the first.
const CanonicalValue& counterpart(const std::vector<const CanonicalValue*>& printings,
                                  const CanonicalValue& value) {
    const auto same =
        std::find_if(printings.begin(), printings.end(), [&value](const CanonicalValue* other) {
            return other->record->key == value.record->key &&
                   other->record->kind == value.record->kind;
        });
    return same == printings.end() ? *printings.front() : **same;
}

/// Where a side's own records say that the other dialect prints its innermost lines.
///
/// A dialect may leave such a line out where a tap is exactly 0, or never come to it. What it shows
/// in no other line is then not shown at all, for the site itself and for every loop around it of
/// which no pass speaks.
class SpokenSites {
  public:
    SpokenSites(const Side& side, const Side& other, const Dictionary& dictionary)
        : dictionary_(&dictionary), other_prints_(*other.file, dictionary) {
        for (const CanonicalValue& value : side.values) {
            if (value.node.tap == dictionary.silent_where_zero.second) {
                known_ = true;
                (value.value != 0 ? sites_ : silent_).insert(value.node.site);
            }
        }
    }

    /// Whether the other dialect prints a record of this side.
    [[nodiscard]] bool prints(const NodeKey& node) {
        if (silent_.count(node.site) > 0 || !other_prints_.holds(node)) {
            return false;
        }
        const TapSpec* tap = dictionary_->find_tap(node.tap);
        if (tap == nullptr || !known_ ||
            !other_prints_.only_in(dictionary_->silent_where_zero.first, node)) {
            return true;
        }
        return projected(tap->scope).count(node.site) > 0;
    }

  private:
    const std::set<Site>& projected(LoopSet scope) {
        const auto [entry, fresh] = projected_.try_emplace(scope);
        if (fresh) {
            for (const Site& site : sites_) {
                entry->second.insert(project(site, scope));
            }
        }
        return entry->second;
    }

    const Dictionary* dictionary_;
    PrintedScope other_prints_;
    bool known_ = false;
    std::set<Site> sites_, silent_;
    std::map<LoopSet, std::set<Site>> projected_;
};

/// Values of one side that have no partner on the other.
void sort_unpaired(const std::vector<const CanonicalValue*>& unpaired, const Side& own,
                   const Side& other, const Dictionary& dictionary,
                   std::vector<const CanonicalValue*>& lacking,
                   std::vector<const CanonicalValue*>& outside) {
    const bool same_dialect = own.file->dialect == other.file->dialect &&
                              own.file->original_dialect() == other.file->original_dialect();
    SpokenSites other_side(own, other, dictionary);
    for (const CanonicalValue* value : unpaired) {
        const bool expected = same_dialect || (value->known && other_side.prints(value->node));
        (expected ? lacking : outside).push_back(value);
    }
}

} // namespace

Alignment align(const Side& reference, const Side& candidate, const Dictionary& dictionary) {
    const bool same_dialect = reference.file->dialect == candidate.file->dialect;
    const Index candidates = index_of(candidate, same_dialect);
    const Index references = index_of(reference, same_dialect);
    Alignment result;
    result.reference = &reference;
    std::set<const CanonicalValue*> paired;
    std::vector<const CanonicalValue*> unpaired_reference;
    std::vector<const CanonicalValue*> unpaired_candidate;
    for (const CanonicalValue& value : reference.values) {
        const auto found = candidates.find(identity(value, same_dialect));
        if (found == candidates.end()) {
            unpaired_reference.push_back(&value);
        } else {
            const CanonicalValue& partner = counterpart(found->second, value);
            result.pairs.push_back({.reference = &value, .candidate = &partner});
            paired.insert(&partner);
            if (!same_dialect && is_printed_again(value)) {
                result.missing.push_back(&value);
            }
        }
    }
    for (const CanonicalValue& value : candidate.values) {
        const NodeKey key = identity(value, same_dialect);
        const auto found = references.find(key);
        if (found == references.end()) {
            unpaired_candidate.push_back(&value);
        } else if (paired.count(&value) == 0) {
            // the same quantity printed once more: each printing is held against the reference
            result.pairs.push_back(
                {.reference = &counterpart(found->second, value), .candidate = &value});
            if (!same_dialect && is_printed_again(value)) {
                result.extra.push_back(&value);
            }
        }
    }
    sort_unpaired(unpaired_reference, reference, candidate, dictionary, result.missing,
                  result.outside_candidate);
    sort_unpaired(unpaired_candidate, candidate, reference, dictionary, result.extra,
                  result.outside_reference);
    return result;
}

std::string shown(const CanonicalValue& value) {
    const bool converted =
        value.entry != nullptr && (value.entry->multiply != 1 || value.entry->divide != 1);
    if (converted) {
        return general15(value.value);
    }
    const PrintedValue& printed = value.printed();
    const int digits = significant_digits(printed.text);
    // "1.024250000000000e-01" beside "0.10245" misleads the eye
    const bool scientific = printed.text.find_first_of("eE") != std::string::npos &&
                            std::isfinite(printed.number) && digits > 0 &&
                            digits <= digits_of_an_exact_double;
    return printed.numeric && scientific ? general(printed.number, digits) : printed.text;
}

Agreement::Agreement(const TraceFile& reference, const TraceFile& candidate,
                     const Tolerance& tolerance)
    : tolerance_(tolerance), reference_digits_(reference.digits),
      candidate_digits_(candidate.digits), same_dialect_(reference.dialect == candidate.dialect) {}

namespace {

/// Digits that one value is printed with. In hexadecimal ones nothing is rounded.
int digits_of(const CanonicalValue& value, int of_file) {
    return is_hexadecimal(value.printed().text) ? digits_of_an_exact_double : of_file;
}

bool is_of(const KeyTolerance& tolerance, const CanonicalValue& value) {
    return tolerance.key == value.node.tap || tolerance.key == value.record->key;
}

/// Whether an exact double, printed the other side's way, gives the other side's number.
bool prints_as(double exact, const CanonicalValue& other, int digits) {
    if (other.entry != nullptr) {
        exact = other.entry->multiply != 1 ? exact * other.entry->multiply
                                           : exact / other.entry->divide;
    }
    return parse_number(general(exact, digits)) == other.printed().number;
}

} // namespace

bool Agreement::within_printed_digits(const Pair& pair) const {
    const CanonicalValue& a = *pair.reference;
    const CanonicalValue& b = *pair.candidate;
    const auto exact = [](const CanonicalValue& value, int digits) {
        return digits == digits_of_an_exact_double && value.entry == nullptr;
    };
    // what was imported has been rounded twice
    const bool imported = same_dialect_ && a.entry == nullptr;
    if (exact(a, reference_digits_) && !imported) {
        return prints_as(a.value, b, candidate_digits_);
    }
    if (exact(b, candidate_digits_) && !imported) {
        return prints_as(b.value, a, reference_digits_);
    }
    // two rounded numbers, and a unit conversion on either side
    constexpr double conversions_ulp = 4;
    constexpr double rounded_twice = 2;
    const double slack = imported ? rounded_twice : 1 + 1e-9;
    return std::fabs(a.value - b.value) <=
               slack * (half_quantum(a, reference_digits_) + half_quantum(b, candidate_digits_)) ||
           ulp_distance(a.value, b.value) <= conversions_ulp;
}

const KeyTolerance* Agreement::own_tolerance(const Pair& pair) const {
    const auto found = std::find_if(
        tolerance_.keys.begin(), tolerance_.keys.end(), [&pair](const KeyTolerance& one) {
            return is_of(one, *pair.reference) || is_of(one, *pair.candidate);
        });
    return found == tolerance_.keys.end() ? nullptr : &*found;
}

void Agreement::permit(Pair& pair) const {
    const double a = pair.reference->value;
    const double b = pair.candidate->value;
    if (a == 0 && b == 0) {
        return; // no tolerance reaches another sign of zero
    }
    const KeyTolerance* own = own_tolerance(pair);
    const auto noise = tolerance_.noise.find(pair.reference->node.tap);
    // the noise of a large value is none in a small one
    const double least =
        noise == tolerance_.noise.end()
            ? 0
            : std::min(noise->second, most_relative_noise * std::max(std::fabs(a), std::fabs(b)));
    const Allowance allowed =
        own == nullptr ? Allowance{tolerance_.relative, tolerance_.absolute, tolerance_.ulp, least}
                       : Allowance{own->relative, own->absolute, own->ulp, least};
    const Reach reached = reach(allowed, a, b);
    if (reached != Reach::none) {
        pair.agrees = true;
        pair.permission = own == nullptr ? Permission::to_all : Permission::to_key;
        pair.swamped = reached == Reach::swamped;
    }
}

void Agreement::judge(Pair& pair) const {
    const CanonicalValue& a = *pair.reference;
    const CanonicalValue& b = *pair.candidate;
    const PrintedValue& text_a = a.printed();
    const PrintedValue& text_b = b.printed();
    if (!text_a.numeric || !text_b.numeric) {
        pair.comparable = false;
        // where a number belongs, the same word twice is two failures
        pair.identical = pair.agrees = text_a.text == text_b.text && !a.known && !b.known;
        return;
    }
    if (!std::isfinite(a.value) || !std::isfinite(b.value)) {
        pair.comparable = false;
        pair.identical = pair.agrees = false; // two failures prove nothing
        return;
    }
    if (same_dialect_ && (text_a.label != text_b.label || a.record->unit != b.record->unit)) {
        pair.comparable = false;
        pair.identical = pair.agrees = false; // another quantity, whatever its value
        return;
    }
    pair.identical = same_dialect_
                         ? write_one_number(text_a.text, text_a.number, text_b.text, text_b.number)
                         : same_number(a.value, b.value);
    // In one dialect with the same digits one value prints as one number: another is another value.
    const bool converted = text_a.half_quantum >= 0 || text_b.half_quantum >= 0;
    const bool digits_may_explain =
        !same_dialect_ || converted ||
        digits_of(a, reference_digits_) != digits_of(b, candidate_digits_);
    pair.agrees = pair.identical || (digits_may_explain && within_printed_digits(pair));
    if (!pair.agrees) {
        permit(pair);
    }
}

std::set<std::string> Agreement::keys_met(const Alignment& alignment) const {
    std::set<std::string> met;
    for (const KeyTolerance& one : tolerance_.keys) {
        const auto bears = [&one](const CanonicalValue* value) { return is_of(one, *value); };
        const auto any = [&bears](const std::vector<const CanonicalValue*>& values) {
            return std::any_of(values.begin(), values.end(), bears);
        };
        if (std::any_of(alignment.pairs.begin(), alignment.pairs.end(),
                        [&bears](const Pair& pair) {
                            return bears(pair.reference) || bears(pair.candidate);
                        }) ||
            any(alignment.missing) || any(alignment.extra) || any(alignment.outside_candidate) ||
            any(alignment.outside_reference)) {
            met.insert(one.key);
        }
    }
    return met;
}

namespace {

/// "relative 1e-09, ulp 4": what applies.
std::string allowance_text(const KeyTolerance& one) {
    std::string text;
    const auto add = [&text](const char* name, double value) {
        if (value > 0) {
            text += std::string(text.empty() ? "" : ", ") + name + " " + shortest(value);
        }
    };
    add("relative", one.relative);
    add("absolute", one.absolute);
    add("ulp", one.ulp);
    return text.empty() ? "nothing" : text;
}

} // namespace

std::string Agreement::text() const {
    std::string text = same_dialect_ && reference_digits_ == candidate_digits_
                           ? "identical numbers"
                           : "printed digits (" + std::to_string(reference_digits_) + " and " +
                                 std::to_string(candidate_digits_) + ")";
    const auto add = [&text](const char* name, double value) {
        if (value > 0) {
            text += std::string(", or ") + name + " " + shortest(value) + " (given by the user)";
        }
    };
    add("relative", tolerance_.relative);
    add("absolute", tolerance_.absolute);
    add("ulp", tolerance_.ulp);
    for (const KeyTolerance& one : tolerance_.keys) {
        text += "; " + one.key + ": " + allowance_text(one) + " (" + one.reason + ")";
    }
    if (tolerance_.repeats > 0) {
        text += "; never below what the reference differs by from run to run (" +
                std::to_string(tolerance_.repeats) + " runs, " +
                std::to_string(tolerance_.noise.size()) + " taps differ)";
    }
    return text;
}

} // namespace tapir::trace
