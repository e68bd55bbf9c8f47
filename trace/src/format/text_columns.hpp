#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "format/text_token.hpp"

namespace tapir::trace {

/// The columns of a table of fixed width while its rows are read, so that a blank cell is seen.
class TextColumns {
  public:
    /// Which cells of a row are blank, as bits; 0: none, or the line is no row of a table.
    /// @param begin, end  of the line in the text
    /// @param tokens      of the line
    [[nodiscard]] std::uint32_t blank_cells(std::string_view text, std::size_t begin,
                                            std::size_t end, const std::vector<TextToken>& tokens);

  private:
    /// Where a column's cells stood so far, counted from the beginning of the line.
    struct Column {
        std::size_t begin = 0, end = 0;
    };
    std::vector<Column> columns_;
    bool narrow_ = false;       ///< somewhere in the heading is but one blank
    bool sure_ = false;         ///< a full row was seen, or the heading is set wide
    std::size_t next_line_ = 0; ///< where the line begins that goes on with the table

    [[nodiscard]] std::uint32_t blanks_below_narrow(std::size_t begin,
                                                    const std::vector<TextToken>& tokens) const;
    [[nodiscard]] std::uint32_t blanks_in_row(std::size_t begin,
                                              const std::vector<TextToken>& tokens) const;
};

/// How many cells a heading has: what stands between | or commas, or else two blanks.
[[nodiscard]] std::size_t heading_cells(std::string_view line);

/// Puts empty cells into the tokens of a row, where `blank_cells` says.
void insert_blank_cells(std::uint32_t blank_cells, std::vector<TextToken>& tokens);

} // namespace tapir::trace
