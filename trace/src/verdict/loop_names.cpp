#include "verdict/loop_names.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "align/key_name.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "verdict/preflight.hpp"

namespace tapir::trace {

namespace {

/// What the lines of one kind have.
struct LinesOfKind {
    LoopSet stated = no_loops; ///< loops that one of them states
    std::set<int> lines;
    std::map<std::string, std::set<int>> whole; ///< keys of whole numbers, and their lines
};

std::map<std::string, LinesOfKind> kinds_of(const TraceFile& file) {
    std::map<std::string, LinesOfKind> kinds;
    for (const PrintedRecord& record : file.records) {
        if (record.kind.empty() || record.kind == "native") {
            continue;
        }
        LinesOfKind& kind = kinds[record.kind];
        kind.lines.insert(record.line);
        for (std::size_t loop = Loops::column + 1; loop < file.loops.size(); ++loop) {
            kind.stated |= record.site[loop] >= 0 ? loop_bit(loop) : no_loops;
        }
        if (record.values.size() == 1 && parse_integer(record.values.front().text)) {
            kind.whole[record.key].insert(record.line);
        }
    }
    return kinds;
}

bool is_known(const std::string& kind, const std::string& key, const ProgramModel& program) {
    return std::any_of(program.entries.begin(), program.entries.end(), [&](const TapPrint& entry) {
        return kind == entry.kind && key == entry.key;
    });
}

/// A key that stands for a loop on all lines of a kind; "" when there is none.
std::string stand_in(const std::string& kind, const LinesOfKind& lines,
                     const ProgramModel& program) {
    for (const auto& [key, where] : lines.whole) {
        if (where == lines.lines && !is_known(kind, key, program)) {
            return key;
        }
    }
    return "";
}

/// The indices of a loop that a file states.
std::set<int> indices_of(const TraceFile& file, std::size_t loop) {
    std::set<int> indices;
    for (const PrintedRecord& record : file.records) {
        if (record.site[loop] >= 0) {
            indices.insert(record.site[loop]);
        }
    }
    return indices;
}

/// Refuses traces whose only pass of a loop is 0 on one side and 1 on the other: one pass does not
/// tell from where it is counted.
Comparison only_pass_differs(const TraceFile& reference, const TraceFile& candidate,
                             const ProgramModel& program) {
    for (std::size_t loop = Loops::column + 1; loop < program.loops.size(); ++loop) {
        const std::set<int> ours = indices_of(reference, loop);
        const std::set<int> theirs = indices_of(candidate, loop);
        if (ours.size() != 1 || theirs.size() != 1 || *ours.begin() + *theirs.begin() != 1) {
            continue;
        }
        const bool of_candidate = *theirs.begin() == 1;
        const std::string& name = program.loops[loop].name;
        return refuse(VerdictReason::other_loops,
                      "The only pass of " + name + " that the " +
                          (of_candidate ? "candidate" : "reference") +
                          " has is 1, and the other side's is 0: either it counts " + name +
                          " from 1, or it shows another pass, which one pass does not tell.");
    }
    return {};
}

} // namespace

Comparison other_loop_names(const TraceFile& reference, const TraceFile& candidate,
                            const ProgramModel& program) {
    for (const bool of_candidate : {true, false}) {
        const auto own = kinds_of(of_candidate ? candidate : reference);
        const auto others = kinds_of(of_candidate ? reference : candidate);
        for (const auto& [kind, lines] : own) {
            const auto found = others.find(kind);
            if (found == others.end()) {
                continue;
            }
            const auto lacks = static_cast<LoopSet>(found->second.stated & ~lines.stated);
            const std::string name = lacks == no_loops ? "" : stand_in(kind, lines, program);
            std::size_t loop = 0;
            while (loop < program.loops.size() && (lacks & loop_bit(loop)) == 0) {
                ++loop;
            }
            if (name.empty() || loop == program.loops.size() ||
                found->second.whole.count(name) > 0) {
                continue;
            }
            const std::string& expected = program.loops[loop].name;
            const char* const side = of_candidate ? "candidate" : "reference";
            return refuse(VerdictReason::other_loops,
                          std::string("The loops have other names: the ") + kind +
                              " lines of the " + side + " do not state " + expected +
                              ", as those of the other side do, and have " + name +
                              " instead. If it is the same loop, say so with --map " +
                              (of_candidate ? expected + "=" + name : name + "=" + expected) + ".");
        }
    }
    return only_pass_differs(reference, candidate, program);
}

std::vector<std::string> count_as_reference(const TraceFile& reference, TraceFile& candidate) {
    std::vector<std::string> notes;
    for (std::size_t loop = Loops::column + 1; loop < reference.loops.size(); ++loop) {
        const int number = candidate.loops.find(reference.loops[loop].name);
        if (number < 0) {
            continue;
        }
        const auto in_candidate = static_cast<std::size_t>(number);
        const std::set<int> ours = indices_of(reference, loop);
        const std::set<int> theirs = indices_of(candidate, in_candidate);
        constexpr std::size_t several = 2; // of one pass nothing tells from where it is counted
        if (ours.size() < several || ours.size() != theirs.size()) {
            continue;
        }
        const int shift = *theirs.begin() - *ours.begin();
        const bool all = *ours.rbegin() + shift == *theirs.rbegin() &&
                         std::all_of(ours.begin(), ours.end(),
                                     [&](int index) { return theirs.count(index + shift) > 0; });
        if (!all || (shift != 1 && shift != -1) || std::min(*ours.begin(), *theirs.begin()) != 0) {
            continue;
        }
        for (PrintedRecord& record : candidate.records) {
            std::int32_t& index = record.site[in_candidate];
            index -= index >= 0 ? shift : 0;
        }
        notes.push_back("the candidate counts " + reference.loops[loop].name + " from " +
                        std::to_string(*theirs.begin()) + ", the reference from " +
                        std::to_string(*ours.begin()) +
                        "; its passes were taken in the reference's numbers");
    }
    return notes;
}

} // namespace tapir::trace
