#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tapir/trace/align/canonical.hpp"
#include "tapir/trace/align/compared_scope.hpp"

namespace tapir::trace {

/// What the user allows one key, instead of what holds for all.
struct KeyTolerance {
    std::string key; ///< of the tap, or as one of the sides prints it
    double relative = 0, absolute = 0, ulp = 0;
    std::string reason;
};

/// How far two values may lie apart. Zero members do not apply; the printed digits always do.
struct Tolerance {
    double relative = 0;
    double absolute = 0;
    double ulp = 0;
    bool exact = false; ///< no tolerance from the computation either
    std::vector<KeyTolerance> keys{};
    /// How far a tap's values lie apart when the reference is run again [in the tap's unit]:
    /// nothing below that is a difference.
    std::map<std::string, double> noise{};
    int repeats = 0;       ///< how often it was run for that
    ComparedScope scope{}; ///< what is compared at all
};

/// Whether two values agree only because the user allows it: to all values, or to this key.
enum class Permission : std::uint8_t { none, to_all, to_key };

/// Two values that were compared.
struct Pair {
    const CanonicalValue* reference = nullptr;
    const CanonicalValue* candidate = nullptr;
    bool identical = false;
    bool comparable = true; ///< two numbers of the same quantity
    bool agrees = false;
    double tolerance = 0; ///< from the computation, in the tap's unit; 0: none was found
    Permission permission = Permission::none;
    bool swamped = false; ///< agrees only within an absolute tolerance as large as both values
};

/// How many values were compared, and how.
struct Counts {
    std::uint64_t compared = 0, identical = 0, within_tolerance = 0, departing = 0;
    std::uint64_t not_compared = 0; ///< outside the other side's declared scope
    std::uint64_t swamped = 0;      ///< see Pair; some of those within tolerance
    std::uint64_t zeros = 0;        ///< those that agree and are zeros of two signs

    [[nodiscard]] static Counts of(const Pair& pair);
    Counts& operator+=(const Counts& other);
    Counts& operator-=(const Counts& other);
};

} // namespace tapir::trace
