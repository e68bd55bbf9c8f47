#pragma once

#include <set>
#include <string>

#include "align/alignment.hpp"

namespace tapir::trace {

/// How precisely a side computes and prints, from its own numbers.
struct SidePrecision {
    bool single = false; ///< the pixel loop runs in single precision
    int digits = 15;     ///< significant digits printed
    /// Kinds and keys whose values are all of single precision, where `single` holds.
    std::set<std::string> single_keys;
    /// Taps of a set-up that is in single precision throughout.
    std::set<std::string> single_taps;

    static constexpr double roundoff_double = 0x1p-53;
    static constexpr double roundoff_single = 0x1p-24;

    /// Unit roundoff of the stage that makes a tap's values.
    [[nodiscard]] double roundoff(const TapSpec* tap, const CanonicalValue* value) const;
};

[[nodiscard]] SidePrecision precision_of(const Side& side, const ProgramModel& program);

/// Half a unit of the last printed digit, in the tap's unit.
[[nodiscard]] double half_quantum(const CanonicalValue& value, int digits);

} // namespace tapir::trace
