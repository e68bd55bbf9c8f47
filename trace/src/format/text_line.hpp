#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "format/line_tools.hpp"

namespace tapir::trace {

/// What separates the values of a keyed line.
inline constexpr CharacterSet value_separators(" \t,;[]()");

/// A line of the text dialects, taken apart without reading its numbers. FORMAT.md lists the forms.
struct TraceLine {
    enum class Form : std::uint8_t {
        free_text, ///< does not start with TRACE_, a log prefix apart
        config,    ///< states the pixel of the lines that follow
        keyed,     ///< "key v v": `rest` holds the values
        indexed,   ///< "k=v k=v": `rest` holds loop indices and records
        mark,      ///< holds nothing
        unreadable
    };
    Form form = Form::unreadable;
    bool py = false; ///< of the py dialect
    std::string_view kind, key, rest;
    std::string_view number; ///< of "TRACE_PY_SOURCE 2: key v"; "" for any other line
    std::string_view tail;   ///< of a keyed line: "|a| = 0.4" behind its values, another record
};

[[nodiscard]] TraceLine read_text_line(std::string_view line);

/// The `tail` of a keyed line, as a line of the same kind.
[[nodiscard]] TraceLine read_tail(const TraceLine& line);

/// The pixel that a config line states: its only two numbers, both whole.
[[nodiscard]] std::optional<Pixel> config_pixel(std::string_view rest);

/// A pair of an indexed line.
struct IndexedPair {
    enum class Meaning : std::uint8_t { index, record, no_pair, broken_index };
    Meaning meaning = Meaning::no_pair;
    std::string_view name, value;
};

/// Reads one word of an indexed line; a loop index is put into `site`.
[[nodiscard]] IndexedPair read_indexed_pair(std::string_view word, Site& site, const Loops& loops);

} // namespace tapir::trace
