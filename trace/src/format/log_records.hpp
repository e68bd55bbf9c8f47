#pragma once

#include <string_view>
#include <vector>

#include "tapir/trace/format/trace_file.hpp"

/// What the lines of a log state among words.
namespace tapir::trace {

/// Numbers in a row, and what stands behind them.
struct NumbersInRow {
    std::vector<PrintedValue> values;
    std::string_view behind;
};

/// The numbers that a text begins with, as printed among words: in brackets, with commas, behind
/// the name of a constructor ("tensor([1, 2])"). Each knows how far what it was printed from may
/// lie.
[[nodiscard]] NumbersInRow leading_numbers(std::string_view text);

/// The records that a line states, of kind TEXT: "key: v", "key = v, v", "key: [v, v] unit",
/// "key=v", "key v v", several with " = " on one line; a log prefix or a tag in capitals
/// ("GEOM_PY:") before them says nothing. Empty for any other line.
[[nodiscard]] std::vector<PrintedRecord> log_records(std::string_view line, int number);

} // namespace tapir::trace
