#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tapir::test {

/// One instruction of a text changed.
struct PtxEdit {
    std::string name; ///< line and both forms
    std::string text; ///< the whole text, with it
};

/// Edits of single instructions: operands exchanged or replaced, another rounding mode, another
/// comparison, another constant. Only floating-point instructions and selections: a changed
/// counter could loop for ever.
/// @param lines  from 1; where edits may be made
/// @return spread over kinds and lines, always the same ones; at most `count`
[[nodiscard]] std::vector<PtxEdit> ptx_edits(const std::string& text, const std::set<int>& lines,
                                             std::size_t count);

/// The lines of a kernel that are instructions.
[[nodiscard]] std::set<int> instruction_lines(const std::string& text, const std::string& kernel);

} // namespace tapir::test
