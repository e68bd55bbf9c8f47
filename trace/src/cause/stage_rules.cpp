#include "cause/stage_rules.hpp"

#include <array>

#include "cause/decisions.hpp"
#include "cause/lost_precision.hpp"
#include "cause/relations.hpp"
#include "cause/rigid_rotation.hpp"
#include "cause/round_number.hpp"
#include "cause/scaled_input.hpp"
#include "cause/set_up_number_rules.hpp"
#include "cause/what_fits.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::trace {

namespace {

using Match = std::optional<StageMatch>;

/// What a decision was taken on: the real values that a tap of whole numbers is computed from.
Observations inputs_of(const Observations& observations, const Replay& followed) {
    Observations inputs;
    for (const Observation& here : observations) {
        for (const auto& [parent, slope] :
             followed.nodes()[static_cast<std::size_t>(here.node)].parents) {
            const ReplayedValue& node = followed.nodes()[static_cast<std::size_t>(parent)];
            if (node.node.component == here.component) {
                Observation input = here;
                input.value = node.used;
                inputs.push_back(input);
            }
        }
    }
    return inputs;
}

/// Whether a value is computed from nothing that is known.
bool is_constant(const StageCase& which) {
    const auto first = static_cast<std::size_t>(which.observations.front().node);
    return which.followed().nodes()[first].parents.empty();
}

/// By how much each pass of the loop of steps turns, where the program has such a loop.
TurningStep turning_step(const StageCase& which) {
    const ProgramModel& program = which.program;
    TurningStep turning;
    if (!program.step_angle_tap.empty()) {
        const std::vector<double> step =
            which.what_if.record({std::string(program.step_angle_tap), {}}, {});
        turning.angle_rad = step.empty() ? 0 : step.front();
    }
    if (program.step_loop >= 0) {
        turning.passes = program.loops.passes(static_cast<std::size_t>(program.step_loop));
    }
    return turning;
}

StageRerun rerun_of(const StageCase& which) {
    return {which.side, which.observations, which.what_if};
}

Match whole_number(const StageCase& which) {
    return which.spec.kind == ValueKind::integer
               ? decision(which.observations, which.spec,
                          inputs_of(which.observations, which.followed()))
               : std::nullopt;
}

Match lost_digits(const StageCase& which) {
    return lost_precision(which.observations, which.side.precision().single);
}

/// Of a direction that nobody normalised all components are off by one factor, which a cut is not.
Match constant_cut_short(const StageCase& which) {
    return is_constant(which) && !wrong_length(which.observations) ? lost_digits(which)
                                                                   : std::nullopt;
}

Match set_up_number(const StageCase& which, bool in_own_unit) {
    return set_up_factor(which.observations, which.spec, which.program, which.followed(),
                         in_own_unit);
}

Match one_change(const StageCase& which) {
    StageRerun stage = rerun_of(which);
    return changed_input(stage, which.program, which.what_if, which.followed());
}

/// A rule that looks at the observations alone.
template <auto rule>
Match of_values(const StageCase& which) {
    return rule(which.observations);
}

constexpr std::array<StageRule, 23> stage_table{{
    {"whole number", whole_number,
     "a count or a decision is off by whole numbers, which every relation of real values fits too"},
    {"history", [](const StageCase& c) { return history(c.observations, c.followed()); },
     "a value of another site is hit to the last digit at several sites, which no factor does"},
    {"zero", of_values<zero_for_value>, "zero is every value times nothing"},
    {"sign", of_values<other_sign>, "the opposite sign has no parameter that could be fitted"},
    {"unit", [](const StageCase& c) { return other_unit(c.observations, c.spec); },
     "the factors between units are few, so chance hardly hits one"},
    {"order of components", of_values<other_order>,
     "the same numbers in another place have no parameter either"},
    {"numbers exchanged",
     [](const StageCase& c) { return exchanged(c.observations, c.spec, c.program, c.followed()); },
     "the value of a number nearby says more than by what it differs"},
    {"part of a number added",
     [](const StageCase& c) {
         return part_of_number(c.observations, c.spec, c.program, c.followed());
     },
     "a shift by half a pixel is often a round number as well"},
    {"set-up number as factor", [](const StageCase& c) { return set_up_number(c, false); },
     "a large count of the set-up is a whole factor as well, and here it has a name"},
    {"whole factor", of_values<whole_factor>,
     "a whole number is hit sharply, while a number in a unit of its own may be any"},
    {"set-up number in another unit", [](const StageCase& c) { return set_up_number(c, true); },
     "powers of ten times any number of the set-up are many, so the plainer factors come first"},
    {"constant cut short", constant_cut_short,
     "of what is computed from nothing, few digits are likelier than a factor near 1"},
    {"factor of one digit", [](const StageCase& c) { return round_factor(c.observations, 1); },
     "a computed value is scaled by a number of one digit more often than it is cut short"},
    {"length of a direction", of_values<wrong_length>,
     "a unit vector times any factor is one that nobody normalised"},
    {"lost digits", lost_digits,
     "what was rounded fits the value itself, before the computation is searched for a change"},
    {"one change of the computation", one_change,
     "a single change that gives every departing component says where in the stage it lies"},
    {"factor of several digits",
     [](const StageCase& c) { return round_factor(c.observations, several_digits); },
     "the more digits, the likelier chance is, so all that says more comes first"},
    {"round number added", of_values<round_shift>, "the same of a shift, which fewer faults are"},
    {"one input scaled", [](const StageCase& c) { return scaled_input(rerun_of(c), c.program); },
     "a fitted factor of an input comes after every change without a parameter"},
    {"turned further",
     [](const StageCase& c) { return turned_further(c.observations, c.program, c.followed()); },
     "a fitted factor of all angles explains more sites than an angle of its own at each"},
    {"turned", [](const StageCase& c) { return turned(c.observations, turning_step(c)); },
     "three vectors in any orientation are a rotation, so little is proven"},
    {"sum that starts late",
     [](const StageCase& c) { return left_over(c.observations, c.followed()); },
     "nothing proves it, it only says what is left over"},
    {"any relation", [](const StageCase& c) { return Match(any_relation(c.observations)); },
     "it always answers, if only that nothing was recognised"},
}};

} // namespace

std::span<const StageRule> stage_rules() {
    return stage_table;
}

StageMatch first_match(const StageCase& which) {
    for (const StageRule& rule : stage_rules()) {
        if (auto found = rule.find(which)) {
            return *found;
        }
    }
    throw InternalError("no rule says what a root is, though the last one always does");
}

} // namespace tapir::trace
