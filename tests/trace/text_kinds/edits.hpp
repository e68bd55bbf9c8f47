#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "page.hpp"

namespace tapir::test {

/// Where a fault was planted.
struct Planted {
    std::size_t line = 0; ///< of the edited text, from 1
    std::string key;      ///< of the value that was changed; "": nobody asks
};

/// A single fault. Each takes one place out of all that it fits, and gives nothing where there is
/// none, or where the change would say the same (`harmless`).
struct Edit {
    std::string_view name;
    std::optional<Planted> (*plant)(std::vector<Line>& lines, Values& random);
    bool has_place = true; ///< whether the first root is expected at the planted line
};

[[nodiscard]] std::vector<Edit> number_edits();
[[nodiscard]] std::vector<Edit> word_edits();
[[nodiscard]] std::vector<Edit> line_edits();
[[nodiscard]] std::vector<Edit> regular_edits(); ///< in every row, in every line

/// Whether a text has a letter or a digit: lines of dashes and blanks say nothing.
[[nodiscard]] bool says_something(std::string_view text);

/// The place of a piece.
struct PiecePlace {
    std::size_t line = 0, piece = 0;
};

/// All pieces that `fits(piece)` takes.
template <class Fits>
std::vector<PiecePlace> places(const std::vector<Line>& lines, Fits fits) {
    std::vector<PiecePlace> found;
    for (std::size_t line = 0; line < lines.size(); ++line) {
        for (std::size_t piece = 0; piece < lines[line].size(); ++piece) {
            if (fits(lines[line][piece])) {
                found.push_back({line, piece});
            }
        }
    }
    return found;
}

/// One of a list, or nothing of an empty one.
template <class T>
std::optional<T> one_of(const std::vector<T>& list, Values& random) {
    if (list.empty()) {
        return std::nullopt;
    }
    return list[static_cast<std::size_t>(random.whole(0, static_cast<long>(list.size()) - 1))];
}

} // namespace tapir::test
