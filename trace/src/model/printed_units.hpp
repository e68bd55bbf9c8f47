#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/tap.hpp"

namespace tapir::trace {

/// The unit that a record states; "" where it states none. The word behind a number of a text is
/// one where it is a known unit, and one letter only where it is of what the tap measures.
[[nodiscard]] std::string printed_unit(const PrintedRecord& record, Dialect dialect,
                                       const TapSpec& tap);

/// Blanks units in a text, since what was read is no word of it any more.
/// @param units  each with its line, from 1, in the order of the lines
void blank_units(const std::vector<std::pair<int, std::string>>& units, std::string& text);

} // namespace tapir::trace
