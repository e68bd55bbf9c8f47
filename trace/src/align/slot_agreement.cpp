#include "align/slot_agreement.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "format/text_numbers.hpp"

namespace tapir::trace {

namespace {

/// Half a unit of the last digit that is printed.
double half_unit(const TextToken& token) {
    constexpr double half = 0.5;
    return half * std::pow(10.0, token.last_place);
}

/// How many digits one print shows more than the other.
std::size_t digits_between(const TextToken& a, const TextToken& b) {
    return static_cast<std::size_t>(std::abs(a.last_place - b.last_place));
}

/// Whether the coarser print is the finer one with fewer digits.
bool is_coarser_print(const TextToken& a, const TextToken& b) {
    constexpr double rounding = 1 + 1e-9;
    return a.last_place != b.last_place &&
           std::fabs(a.value - b.value) <= rounding * (half_unit(a) + half_unit(b));
}

} // namespace

bool same_format(const TextToken& a, const TextToken& b) {
    return a.decimals == b.decimals && a.has_exponent == b.has_exponent && a.integer == b.integer &&
           (!a.has_exponent || a.digits == b.digits);
}

bool same_number(const TextToken& one, const TextToken& other) {
    if (one.kind == TextClass::not_finite && other.kind == TextClass::not_finite) {
        return std::isnan(one.value) ? std::isnan(other.value) : one.value == other.value;
    }
    return standing_of(one, other, {}) == SlotStanding::identical;
}

SlotStanding standing_of(const TextToken& a, const TextToken& b, const Allowance& allowed) {
    if (a.kind == TextClass::not_finite || b.kind == TextClass::not_finite) {
        return SlotStanding::not_finite; // two infinities are not known to be one number
    }
    if (same_decimal(a, b)) {
        return SlotStanding::identical;
    }
    if (a.out_of_range || b.out_of_range) {
        return SlotStanding::departs;
    }
    if (a.mantissa == 0 && b.mantissa == 0) {
        return SlotStanding::zeros;
    }
    constexpr double largest_exact = 9007199254740992.0;
    constexpr int exact_digits = 15;
    const bool large_integers = (a.integer || b.integer) &&
                                std::max(std::fabs(a.value), std::fabs(b.value)) >= largest_exact;
    const bool one_format = same_format(a, b) && std::max(a.digits, b.digits) > exact_digits;
    if (a.value == b.value && !large_integers && !one_format) {
        return SlotStanding::identical;
    }
    if (a.value != b.value) {
        switch (reach(allowed, a.value, b.value)) {
        case Reach::within:
            return SlotStanding::within;
        case Reach::swamped:
            return SlotStanding::swamped;
        case Reach::none:
            break;
        }
    }
    return !large_integers && is_coarser_print(a, b) ? SlotStanding::coarse : SlotStanding::departs;
}

void SlotFormats::Side::add(const TextToken& token) {
    ++values;
    ++with_decimals[std::min<std::size_t>(static_cast<std::size_t>(token.decimals),
                                          most_decimals - 1)];
    most_digits = std::max<int>(most_digits, token.digits);
    zero_at_end = zero_at_end ||
                  (token.decimals > 0 && token.mantissa != 0 && token.exponent > token.last_place);
}

int SlotFormats::Side::usual_decimals() const {
    constexpr std::uint32_t parts = 10; // nine of ten
    const auto most = std::max_element(with_decimals.begin(), with_decimals.end());
    return parts * *most >= (parts - 1) * values ? static_cast<int>(most - with_decimals.begin())
                                                 : -1;
}

bool SlotFormats::Side::format_is_proven() const {
    constexpr std::uint32_t several = 3;
    constexpr int some_decimals = 3, many_digits = 6;
    return zero_at_end ||
           (values >= several && (usual_decimals() >= some_decimals || most_digits >= many_digits));
}

bool SlotFormats::Side::has_format(const TextToken& coarse, const TextToken& fine) const {
    constexpr int least_digits = 3;
    const int usual = usual_decimals();
    if (usual >= 0) {
        const bool enough =
            coarse.digits >= least_digits || (usual >= least_digits && !coarse.has_exponent);
        return enough && coarse.decimals == std::min(usual, int{most_decimals} - 1);
    }
    const int leading = coarse.last_place + coarse.digits - 1;
    constexpr double half = 0.5, rounding = 1 + 1e-9;
    return most_digits >= least_digits &&
           std::fabs(coarse.value - fine.value) <=
               rounding * (half * std::pow(10.0, leading - most_digits + 1) + half_unit(fine));
}

void SlotFormats::add(const TextToken& reference, const TextToken& candidate) {
    if (reference.kind != TextClass::number || candidate.kind != TextClass::number) {
        return;
    }
    ++pairs_;
    differing_ += reference.last_place != candidate.last_place ? 1 : 0;
    sides_[0].add(reference);
    sides_[1].add(candidate);
}

void SlotFormats::add_to_file(const TextToken& reference, const TextToken& candidate) {
    if (reference.kind != TextClass::number || candidate.kind != TextClass::number ||
        (reference.integer && candidate.integer)) {
        return;
    }
    ++pairs_;
    if (reference.last_place != candidate.last_place) {
        ++differing_;
        sides_[0].add(reference);
        sides_[1].add(candidate);
        ++digits_less_[std::min<std::size_t>(digits_less_.size() - 1,
                                             digits_between(reference, candidate))];
    }
}

int SlotFormats::usual_digits_less() const {
    constexpr std::uint64_t parts = 10; // nine of ten
    const auto most = std::max_element(digits_less_.begin(), digits_less_.end());
    return parts * *most >= (parts - 1) * differing_ ? static_cast<int>(most - digits_less_.begin())
                                                     : -1;
}

bool SlotFormats::explain(const TextToken& reference, const TextToken& candidate,
                          const SlotFormats& of_file) const {
    constexpr std::uint64_t several = 3, many = 8;
    const bool reference_coarser = reference.last_place > candidate.last_place;
    const bool of_slot = pairs_ >= several && 2 * differing_ >= pairs_;
    const bool everywhere = of_file.pairs_ >= many && 4 * of_file.differing_ >= 3 * of_file.pairs_;
    const SlotFormats& formats = pairs_ >= several ? *this : of_file;
    const bool systematic = of_slot || everywhere;
    const Side& side = formats.sides_[reference_coarser ? 0 : 1];
    constexpr int least_digits = 3;
    const int digits = reference_coarser ? reference.digits : candidate.digits;
    if (pairs_ < several && everywhere && digits >= least_digits &&
        static_cast<int>(digits_between(reference, candidate)) == of_file.usual_digits_less()) {
        return true;
    }
    return systematic && side.format_is_proven() &&
           (reference_coarser ? side.has_format(reference, candidate)
                              : side.has_format(candidate, reference));
}

} // namespace tapir::trace
