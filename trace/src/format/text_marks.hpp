#pragma once

#include <cstddef>
#include <cstdint>

#include "format/text_cursor.hpp"

namespace tapir::trace {

/// Adds to what must be the same on both sides of a line, at this place between its tokens.
void add_mark(LineCursor& line, std::uint64_t meaning);

/// Reads an equals sign, a colon or a #. They say nothing, but a == 3 is no assignment.
/// @param first  only blanks stand before it
void scan_soft(LineCursor& line, char c, bool first);

/// Reads the quotes of one line.
class QuoteScanner {
  public:
    /// A quote is notation, but behind a number it is a unit where none is open.
    void scan(LineCursor& line, char c);

    [[nodiscard]] bool in_single() const { return single_open_; }
    /// Where the quoted cell of CSV ends that was begun last.
    [[nodiscard]] std::size_t cell_end() const { return cell_end_; }

  private:
    bool single_open_ = false, double_open_ = false;
    std::size_t cell_end_ = 0;
};

} // namespace tapir::trace
