#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// A text of any program, as plain text (`plain_text_of`), and its file's name for messages.
struct NamedText {
    std::string name;
    std::string_view text;
};

/// What two texts of any programs are compared by.
struct TextRequest {
    Tolerance tolerance;                ///< with its scope
    std::vector<NamedText> repetitions; ///< of the reference, run again: their noise is ignored
    std::size_t most_details = 0;       ///< how many values to describe one by one
};

} // namespace tapir::trace
