#pragma once

#include <optional>
#include <span>

#include "cause/stage_match.hpp"
#include "stage/observation.hpp"
#include "stage/side_replay.hpp"
#include "tapir/trace/record/oracle.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// All that a rule may look at: the values of a root's tap on its side, and the computation.
struct StageCase {
    const Observations& observations; ///< at least one departs
    const TapSpec& spec;              ///< the root's tap
    const SideReplay& side;           ///< the side that the observations are of
    const ProgramModel& program;
    const Oracle& what_if;

    [[nodiscard]] const Replay& followed() const { return side.followed(); }
};

/// One way to recognise what a side does otherwise than its stage.
struct StageRule {
    const char* name;
    std::optional<StageMatch> (*find)(const StageCase&);
    const char* why_here; ///< the reason why it stands before those that follow
};

/// The rules in the order in which they are asked. The first that finds something is believed, and
/// the last one always finds something.
[[nodiscard]] std::span<const StageRule> stage_rules();

/// What the first rule finds that finds anything.
[[nodiscard]] StageMatch first_match(const StageCase& which);

} // namespace tapir::trace
