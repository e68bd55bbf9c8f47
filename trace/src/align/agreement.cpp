#include "align/agreement.hpp"

#include <algorithm>
#include <cmath>

#include "align/printed_entries.hpp"
#include "align/side_precision.hpp"
#include "align/tolerance_reach.hpp"
#include "tapir/trace/align/noise.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

Agreement::Agreement(const TraceFile& reference, const TraceFile& candidate,
                     const Tolerance& tolerance)
    : tolerance_(tolerance), reference_digits_(reference.digits),
      candidate_digits_(candidate.digits), same_dialect_(written_alike(reference, candidate)) {}

namespace {

/// Digits that one value is printed with. In hexadecimal ones nothing is rounded.
int digits_of(const CanonicalValue& value, int of_file) {
    return is_hexadecimal(value.printed().text) ? NativeHeader::full_digits : of_file;
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

/// Whether one dialect prints two values in two units, each side by its own habit.
bool in_two_units(const TapPrint* a, const TapPrint* b) {
    return a != nullptr && b != nullptr && a->divide * b->multiply != b->divide * a->multiply;
}

} // namespace

bool Agreement::within_printed_digits(const Pair& pair) const {
    const CanonicalValue& a = *pair.reference;
    const CanonicalValue& b = *pair.candidate;
    const auto exact = [](const CanonicalValue& value, int digits) {
        return digits == NativeHeader::full_digits && value.entry == nullptr;
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
    const bool converted = text_a.converted || text_b.converted || in_two_units(a.entry, b.entry);
    const bool same_unit = converted || a.record->unit == b.record->unit;
    if (same_dialect_ && (text_a.label != text_b.label || !same_unit)) {
        pair.comparable = false;
        pair.identical = pair.agrees = false; // another quantity, whatever its value
        return;
    }
    pair.identical = same_dialect_ && !converted
                         ? write_one_number(text_a.text, text_a.number, text_b.text, text_b.number)
                         : same_number(a.value, b.value);
    // In one dialect with the same digits one value prints as one number: another is another value.
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
