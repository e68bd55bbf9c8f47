#pragma once

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "text_edits.hpp"

/// Single edits of record lines, such as a slip of a program or of its tracer makes, in the text
/// dialects and in native lines.
namespace tapir::test {

enum class Edit {
    value,    ///< another number
    sign,     ///< its sign
    exchange, ///< two numbers of a line in each other's place
    drop,     ///< a line left out
    twice,    ///< a line printed twice
    key,      ///< a letter of a key
    loop,     ///< the index of a loop
    unit,     ///< all numbers of a line in thousandths; of a native line its unit alone
    cut,      ///< all lines from one on left out
    extra,    ///< a number too many
    fewer,    ///< a number too few
};
inline constexpr int edits = 11;

/// What was done to a trace.
struct Edited {
    Edit kind;
    std::vector<std::string> lines;
    std::string line; ///< as it was
    bool zeros_alone; ///< numbers are as they were, but for the signs of zeros
    std::string key;  ///< its key, as verdicts name keys: "polar", "STEP/F_cell", "TRICUBIC"
};

/// Makes one edit of a record line that is drawn.
/// @param native  whether the lines are those of a native trace, without header and footer
/// @return nothing where the line that was drawn has nothing to edit so
[[nodiscard]] std::optional<Edited> edited(const std::vector<std::string>& lines, bool native,
                                           Edit edit, std::mt19937& random);

[[nodiscard]] std::string text_of_lines(const std::vector<std::string>& lines);

} // namespace tapir::test
