#include "cause/common_behaviour.hpp"

#include <algorithm>

namespace tapir::trace {

namespace {

/// Records of a side that depart from their stage.
std::vector<NodeKey> departing(const SideReplay& side) {
    std::vector<NodeKey> found;
    const std::vector<ReplayedValue>& nodes = side.followed().nodes();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].recorded && side.departs(static_cast<int>(i))) {
            found.push_back(nodes[i].node);
        }
    }
    return found;
}

bool follows(const SideReplay& check, const NodeKey& key) {
    const int node = check.followed().index_of(key);
    return node >= 0 && check.follows(node);
}

/// Whether what followed before follows still.
bool keeps_the_rest(const SideReplay& before, const SideReplay& after) {
    const std::vector<ReplayedValue>& nodes = before.followed().nodes();
    for (int node = 0; node < static_cast<int>(nodes.size()); ++node) {
        const ReplayedValue& here = nodes[static_cast<std::size_t>(node)];
        if (here.recorded && before.follows(node) && !follows(after, here.node)) {
            return false;
        }
    }
    return true;
}

} // namespace

std::string SharedBehaviour::note() const {
    return "both sides are made with " + id + " the other way than the scene given; " +
           std::to_string(values) + " value(s) were held against it so";
}

std::optional<SharedBehaviour> shared_behaviour(const StageComparison& stages,
                                                const Side& reference, const Side& candidate,
                                                const ProgramModel& program,
                                                const std::vector<Pixel>& pixels,
                                                const Oracle& what_if) {
    const std::vector<NodeKey> ours = departing(stages.reference());
    const std::vector<NodeKey> theirs = departing(stages.candidate());
    std::optional<SharedBehaviour> best;
    if (ours.empty() || theirs.empty()) {
        return best;
    }
    const auto explained = [](const std::vector<NodeKey>& keys, const SideReplay& check) {
        return static_cast<int>(
            std::count_if(keys.begin(), keys.end(),
                          [&check](const NodeKey& key) { return follows(check, key); }));
    };
    for (const Switch& which : what_if.switches()) {
        if (!which.is_quirk) { // a scene of another option is another scene
            continue;
        }
        std::unique_ptr<Oracle> other = what_if.switched(which);
        const SideReplay one(reference, program, pixels, *other);
        const int of_reference = explained(ours, one);
        if (of_reference == 0 || !keeps_the_rest(stages.reference(), one)) {
            continue;
        }
        const SideReplay two(candidate, program, pixels, *other);
        const int of_candidate = explained(theirs, two);
        const int values = std::max(of_reference, of_candidate);
        if (of_candidate > 0 && values > (best ? best->values : 0) &&
            keeps_the_rest(stages.candidate(), two)) {
            best = SharedBehaviour{which.id, std::move(other), values};
        }
        if (best && of_reference == static_cast<int>(ours.size())) {
            break;
        }
    }
    return best;
}

std::string one_change(const StageComparison& stages, const Side& reference, const Side& candidate,
                       const ProgramModel& program, const std::vector<Pixel>& pixels,
                       const Oracle& what_if) {
    const std::vector<NodeKey> ours = departing(stages.reference());
    const std::vector<NodeKey> theirs = departing(stages.candidate());
    constexpr std::size_t most_records = 10000; // each change follows a side anew
    if (ours.empty() == theirs.empty() ||
        reference.values.size() + candidate.values.size() > most_records) {
        return "";
    }
    const bool of_reference = theirs.empty();
    const SideReplay& before = of_reference ? stages.reference() : stages.candidate();
    const std::vector<NodeKey>& keys = of_reference ? ours : theirs;
    for (const Switch& which : what_if.switches()) {
        const std::unique_ptr<Oracle> other = what_if.switched(which);
        const SideReplay after(of_reference ? reference : candidate, program, pixels, *other);
        if (std::all_of(keys.begin(), keys.end(),
                        [&after](const NodeKey& key) { return follows(after, key); }) &&
            keeps_the_rest(before, after)) {
            return std::string("The ") +
                   to_text(of_reference ? WhichSide::reference : WhichSide::candidate) +
                   " is what the scene gives with " + which.change + ".";
        }
    }
    return "";
}

} // namespace tapir::trace
