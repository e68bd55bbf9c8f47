#include "cause/stage_class.hpp"

#include <algorithm>

#include "cause/relations.hpp"
#include "cause/what_fits.hpp"

namespace tapir::trace {

namespace {

/// What a decision was taken on: the real values a tap of whole numbers is computed from.
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

} // namespace

namespace {

Classification classified(const LocalRoot& root, const StageComparison& stages,
                          const std::vector<Pair>& pairs, const Dictionary& dictionary,
                          const Oracle& what_if) {
    const Observations observations = stages.observations(root, pairs);
    const SideReplay& side = stages.side(root);
    const Replay& followed = side.followed();
    const TapSpec* spec = dictionary.find_tap(root.tap);
    if (spec->kind == ValueKind::integer) {
        if (auto found = decision(observations, *spec, inputs_of(observations, followed))) {
            return *found;
        }
    }
    if (auto found = history(observations, followed)) {
        return *found;
    }
    if (auto found = plain_relation(observations, *spec)) {
        return *found;
    }
    if (auto found = exchanged(observations, *spec, dictionary, followed)) {
        return *found;
    }
    if (auto found = part_of_number(observations, *spec, dictionary, followed)) {
        return *found;
    }
    if (auto found = set_up_factor(observations, *spec, dictionary, followed, false)) {
        return *found;
    }
    if (auto found = whole_factor(observations)) {
        return *found;
    }
    if (auto found = set_up_factor(observations, *spec, dictionary, followed, true)) {
        return *found;
    }
    const auto digits = lost_precision(observations, side.precision().single);
    const auto first = static_cast<std::size_t>(observations.front().node);
    if (digits && followed.nodes()[first].parents.empty()) {
        return *digits; // a constant is cut short rather than scaled
    }
    if (auto found = round_factor(observations, 1)) {
        return *found;
    }
    if (auto found = wrong_length(observations)) {
        return *found;
    }
    if (digits) {
        return *digits;
    }
    StageRerun stage(side, observations, what_if);
    if (auto found = changed_input(stage, dictionary, what_if, followed)) {
        return *found;
    }
    if (auto found = round_factor(observations, several_digits)) {
        return *found;
    }
    if (auto found = round_shift(observations)) {
        return *found;
    }
    if (auto found = scaled_input(stage, dictionary)) {
        return *found;
    }
    if (auto found = turned_further(observations, dictionary, followed)) {
        return *found;
    }
    const std::vector<double> step =
        dictionary.step_angle_tap.empty()
            ? std::vector<double>{}
            : what_if.record({std::string(dictionary.step_angle_tap), {}}, {});
    const TurningStep turning{
        step.empty() ? 0 : step.front(),
        dictionary.step_loop < 0
            ? ""
            : dictionary.loops.passes(static_cast<std::size_t>(dictionary.step_loop))};
    if (auto found = turned(observations, turning)) {
        return *found;
    }
    if (auto found = left_over(observations, followed)) {
        return *found;
    }
    return any_relation(observations);
}

} // namespace

Classification classify_stage(const LocalRoot& root, const StageComparison& stages,
                              const std::vector<Pair>& pairs, const Dictionary& dictionary,
                              const Oracle& what_if) {
    Classification found = classified(root, stages, pairs, dictionary, what_if);
    if (root.side == "reference") { // told as if of the candidate
        constexpr std::string_view name = "candidate";
        for (std::size_t at = found.evidence.find(name); at != std::string::npos;
             at = found.evidence.find(name, at + name.size())) {
            found.evidence.replace(at, name.size(), "reference");
        }
        found.side = root.side;
    }
    return found;
}

} // namespace tapir::trace
