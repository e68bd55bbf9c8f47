#include "cause/stage_class.hpp"

#include "cause/stage_rules.hpp"

namespace tapir::trace {

Classification classify_stage(const LocalRoot& root, const StageComparison& stages,
                              const std::vector<Pair>& pairs, const ProgramModel& program,
                              const Oracle& what_if) {
    const Observations observations = stages.observations(root, pairs);
    const StageMatch found = first_match(
        {observations, *program.find_tap(root.tap), stages.side(root), program, what_if});
    const bool of_reference = root.side == WhichSide::reference;
    const WhichSide side = of_reference ? WhichSide::reference : WhichSide::candidate;
    return {found.cause_class,
            {{found.rule, side, found.terms}},
            of_reference || found.is_odd_side ? side : WhichSide::neither};
}

} // namespace tapir::trace
