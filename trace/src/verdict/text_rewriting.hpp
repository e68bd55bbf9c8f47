#pragma once

#include <optional>
#include <string>

#include "align/text_pairing.hpp"

/// The same text in another notation: where two texts differ, the candidate may say what the
/// reference says and count from another number, or have the columns of a table in another order.
/// It is written as the reference would write it, and compared again; nothing is taken for granted.
namespace tapir::trace {

/// A text whose counters begin where those of the reference begin.
struct OtherStart {
    std::string text;         ///< of the candidate, with the reference's counters
    int reference, candidate; ///< where they begin: 0 and 1, or 1 and 0
    std::string names;        ///< of the counters: "step, atom"
    std::string only_name;    ///< the one by which a rule can name them; "" where there is none
};

/// @return nothing unless counters have the same numbers on both sides but for 1, and begin at 0 on
///         one of them
[[nodiscard]] std::optional<OtherStart> counted_from_another_start(const TextSides& sides);

/// A text with the columns of its tables in the order of the reference's.
struct OtherColumns {
    std::string text; ///< of the candidate
    int line = 0;     ///< of the first table's headings in its file
};

/// Tables are known by a line of words, each another one, and below it lines of as many words and
/// numbers, without brackets or empty cells.
/// @return nothing unless a table has the same headings as one of the reference's, in another order
[[nodiscard]] std::optional<OtherColumns> columns_in_another_order(const TextDocument& reference,
                                                                   const TextDocument& candidate);

} // namespace tapir::trace
