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
#include "tapir/trace/record/tap.hpp"

namespace tapir::trace {

struct TraceFile;

/// How a dialect prints a tap: which key, which components, and in which unit. One table serves
/// the writers and the readers, so a label that misleads is corrected in one place.
///
/// printed value = tap value * multiply / divide
struct DictionaryEntry {
    Dialect dialect;
    const char* kind;
    const char* key;
    int part;        ///< index of the first printed value this entry speaks of
    int count;       ///< how many printed values
    const char* tap; ///< key of the tap
    int component;   ///< component of the tap the first value shows
    double multiply = 1;
    double divide = 1;
    std::uint8_t only_first = 0; ///< scope bits of loops in which only index 0 is printed
    int occurrence = -1;         ///< a key printed twice: which printing this is; -1 any
    const char* note = "";       ///< why a label misleads, shown when it matters
    const char* label = "";      ///< the value is printed as "label:value"; "" any
    const char* only_with = "";  ///< speaks only of files that hold one of these keys; "" all
    int source = -1;             ///< the one beam source the line speaks of; -1: as it says itself
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
struct Dictionary {
    std::span<const TapSpec* const> taps;
    std::span<const DictionaryEntry> entries;
    std::string_view terminal_keys; ///< last records of a pixel, see parse_trace
    /// A kind of line that is left out where a tap is exactly 0: {kind, tap}.
    std::pair<std::string_view, std::string_view> silent_where_zero;
    /// Factors of the final value that scripts list: {name, tap}.
    std::span<const std::pair<const char*, const char*>> factors{};
    /// Taps whose stage depends on recorded values alone, whatever the scene.
    std::span<const std::string_view> self_contained{};
    /// The same but for an option that few use: asked of a side where the other side follows it.
    std::span<const std::string_view> usually_contained{};
    std::string_view pixel_size_tap = ""; ///< the tap that holds the edge of a pixel [m]
    /// Where on the detector a trace was taken [m along fast, slow], from its records alone.
    std::function<std::optional<std::pair<double, double>>(const TraceFile&)> locate{};
    std::span<const RunFact> run_facts{};

    [[nodiscard]] const TapSpec* find_tap(std::string_view key) const;
};

} // namespace tapir::trace
