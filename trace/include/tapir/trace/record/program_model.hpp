#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tapir/trace/record/dialect.hpp"
#include "tapir/trace/record/loop.hpp"
#include "tapir/trace/record/tap.hpp"

namespace tapir::trace {

struct TraceFile;

/// One pass of one loop; no loop: none in particular.
struct Pass {
    int loop = -1, index = -1;
};

/// How a dialect prints a tap: which key, which components, and in which unit. One table serves
/// the writers and the readers, so a label that misleads is corrected in one place.
///
/// printed value = tap value * multiply / divide
struct TapPrint {
    Dialect dialect;
    const char* kind;
    const char* key;
    int part;        ///< index of the first printed value this entry speaks of
    int count;       ///< how many printed values
    const char* tap; ///< key of the tap
    int component;   ///< component of the tap the first value shows
    double multiply = 1;
    double divide = 1;
    LoopSet only_first = no_loops; ///< loops in which only index 0 is printed
    int occurrence = -1;           ///< a key printed twice: which printing this is; -1 any
    const char* note = "";         ///< why a label misleads, shown when it matters
    const char* label = "";        ///< the value is printed as "label:value"; "" any
    const char* only_with = "";    ///< speaks only of files that hold one of these keys; "" all
    Pass only_pass{};              ///< the line speaks of this pass of a loop alone
};

/// Something that a program's run log says in words. A line that begins with `before` and has
/// `after` behind that says it; what stands between is what it says.
struct RunFact {
    const char* fact;
    const char* before; ///< blanks in front of the line do not count
    const char* after;
    const char* says = ""; ///< in place of what stands between
    const char* tap = "";  ///< a departure of this tap is explained by the fact ...
    const char* when = ""; ///< ... where it is this; "": `says`
    const char* remark = "";
    const char* record = ""; ///< instead of a line: a record of this key says it
};

/// All that comparison needs to know about the programs whose traces it reads; pure data.
struct ProgramModel {
    Loops loops;
    /// The loops of a line of sight: text dialects print one block of lines for each of their
    /// passes, and a line need not say which.
    LoopSet sight = no_loops;
    /// Two of them that divide a square: where nothing says which block is which, a square number
    /// of blocks is taken row by row. {-1, -1}: none.
    std::pair<int, int> square{-1, -1};
    std::span<const TapSpec* const> taps;
    std::span<const TapPrint> entries;
    std::string_view terminal_keys; ///< last records of a pixel, see parse_trace
    /// A kind of line that is left out where a tap is exactly 0: {kind, tap}.
    std::pair<std::string_view, std::string_view> silent_where_zero;
    /// Factors of the final value that scripts list: {name, tap}.
    std::span<const std::pair<const char*, const char*>> factors{};
    /// Taps whose stage depends on recorded values alone, whatever the scene.
    std::span<const std::string_view> self_contained{};
    /// The same but for an option that few use: asked of a side where the other side follows it.
    std::span<const std::string_view> usually_contained{};
    /// The parts of an experiment in words, for a sentence: "beam, detector, crystal or scan".
    std::string_view parts_text = "parts of the set-up";
    /// The loop whose passes follow each other as steps do: what a program keeps from before is of
    /// an earlier one. -1: any loop.
    int step_loop = -1;
    /// A set-up tap that holds by how much each of its passes turns the vectors [rad]; "": none.
    std::string_view step_angle_tap = "";
    int list_loop = -1; ///< the loop whose passes are the entries of an input list; -1: none
    std::string_view pixel_size_tap = ""; ///< the tap that holds the edge of a pixel [m]
    /// Where on the detector a trace was taken [m along fast, slow], from its records alone.
    std::function<std::optional<std::pair<double, double>>(const TraceFile&)> locate{};
    std::span<const RunFact> run_facts{};
    /// Lines of its logs that say nothing of the computation: {pattern with *, what they are}.
    std::span<const std::pair<const char*, const char*>> passing_lines{};
    /// Of tables made at run time, a number that no other has; 0: tables that stay where they are.
    std::uint64_t serial = 0;

    [[nodiscard]] const TapSpec* find_tap(std::string_view key) const;
};

} // namespace tapir::trace
