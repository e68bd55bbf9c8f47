#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tapir/trace/trace_file.hpp"

namespace tapir::trace {

/// Walks the lines of a text without copying them.
class LineReader {
  public:
    explicit LineReader(std::string_view text) : text_(text) {}

    /// @return false at the end; a last line without line end is returned too
    bool next(std::string_view& line);

    [[nodiscard]] std::size_t position() const { return position_; }
    [[nodiscard]] int number() const { return number_; } ///< of the line last returned
    [[nodiscard]] bool ends_with_newline() const { return text_.empty() || text_.back() == '\n'; }

  private:
    std::string_view text_;
    std::size_t position_ = 0;
    int number_ = 0;
};

/// The non-empty pieces between any of the `separators`.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text,
                                                  std::string_view separators);

/// Number when the token is one, else text. A label ("rotx:0.1", "h=3") is taken off.
[[nodiscard]] PrintedValue printed_value(std::string_view token);

/// Sets the loop index of that name. @return false when there is no such loop
bool set_site_index(Site& site, std::string_view name, int index);

/// The start of a line, safe to print on a terminal: control characters become '?'.
[[nodiscard]] std::string excerpt(std::string_view line);

} // namespace tapir::trace
