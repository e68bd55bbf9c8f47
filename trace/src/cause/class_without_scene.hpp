#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "align/alignment.hpp"
#include "cause/classification.hpp"

namespace tapir::trace {

/// All that a rule may look at where there is no scene.
struct RecordCase {
    const std::vector<const Pair*>& departing; ///< of the root, at least one
    const std::vector<const Pair*>& all;       ///< every compared pair of the same tap
    const TapSpec* spec;                       ///< the tap, or null
    const ProgramModel& program;
};

/// One way to recognise how the two sides of a root are related.
struct RecordRule {
    const char* name;
    std::optional<Classification> (*find)(const RecordCase&);
    const char* why_here; ///< the reason why it stands before those that follow
};

/// The rules in the order in which they are asked; the last one always finds something.
[[nodiscard]] std::span<const RecordRule> record_rules();

/// What the first rule finds that finds anything.
/// @param departing  the departing pairs of the root, at least one
/// @param spec       the tap, or null
/// @param all        every compared pair of the same tap, departing or not
[[nodiscard]] Classification classify(const std::vector<const Pair*>& departing,
                                      const std::vector<const Pair*>& all, const TapSpec* spec,
                                      const ProgramModel& program);

} // namespace tapir::trace
