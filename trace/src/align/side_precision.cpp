#include "align/side_precision.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

std::string key_of(const CanonicalValue& value) {
    return value.record->kind + " " + value.record->key;
}

/// A number that any precision holds tells nothing: a count, or one of few digits.
bool tells(const PrintedValue& printed) {
    constexpr int enough_digits = 8;
    constexpr double largest_count = 0x1p24;
    return printed.numeric && std::isfinite(printed.number) && printed.number != 0 &&
           significant_digits(printed.text) >= enough_digits &&
           (std::fabs(printed.number) > largest_count ||
            printed.number != std::floor(printed.number));
}

/// Whether a number printed with so many digits is one of single precision.
bool is_single(double number, int digits) {
    return general(static_cast<double>(static_cast<float>(number)), digits) ==
           general(number, digits);
}

} // namespace

double SidePrecision::roundoff(const TapSpec* tap, const CanonicalValue* value) const {
    const bool in_pixel = tap == nullptr || tap->scope != no_loops;
    const bool rounded = value != nullptr && single_keys.count(key_of(*value)) > 0;
    const bool computed = tap != nullptr && single_taps.count(tap->key) > 0;
    return single && (in_pixel || rounded || computed) ? roundoff_single : roundoff_double;
}

SidePrecision precision_of(const Side& side, const ProgramModel& program) {
    SidePrecision precision;
    precision.digits = side.file->digits;
    struct Count {
        int telling = 0, single = 0;
    };
    std::map<std::string, Count> keys;
    Count pixel;
    for (const CanonicalValue& value : side.values) {
        const PrintedValue& printed = value.printed();
        if (!tells(printed)) {
            continue;
        }
        const bool single = is_single(printed.number, precision.digits);
        Count& of_key = keys[key_of(value)];
        ++of_key.telling;
        of_key.single += single ? 1 : 0;
        const TapSpec* tap = program.find_tap(value.node.tap);
        if (tap != nullptr && tap->scope != no_loops) {
            ++pixel.telling;
            pixel.single += single ? 1 : 0;
        }
    }
    constexpr int enough = 8;
    precision.single = pixel.telling >= enough && 2 * pixel.single > pixel.telling;
    for (const auto& [key, count] : keys) {
        if (precision.single && count.single == count.telling) {
            precision.single_keys.insert(key);
        }
    }
    std::set<std::string> in_double;
    for (const CanonicalValue& value : side.values) {
        const TapSpec* tap = program.find_tap(value.node.tap);
        if (keys.count(key_of(value)) > 0 && tap != nullptr && tap->scope == no_loops) {
            (precision.single_keys.count(key_of(value)) > 0 ? precision.single_taps : in_double)
                .insert(value.node.tap);
        }
    }
    if (!in_double.empty()) {
        precision.single_taps.clear(); // then what is single was copied, not computed
    }
    return precision;
}

double half_quantum(const CanonicalValue& value, int digits) {
    constexpr int digits_of_an_exact_double = 17;
    const PrintedValue& printed = value.printed();
    const double number = std::fabs(printed.number);
    if (printed.half_quantum >= 0) {
        return value.entry == nullptr
                   ? printed.half_quantum
                   : printed.half_quantum * value.entry->divide / value.entry->multiply;
    }
    if (digits >= digits_of_an_exact_double || number == 0 || !std::isfinite(number)) {
        return 0;
    }
    constexpr double half = 0.5;
    const double quantum = half * std::pow(10.0, std::floor(std::log10(number)) - digits + 1);
    return value.entry == nullptr ? quantum : quantum * value.entry->divide / value.entry->multiply;
}

} // namespace tapir::trace
