#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "tapir/trace/format/trace_file.hpp"

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

/// A set of characters that is asked often.
class CharacterSet {
  public:
    explicit constexpr CharacterSet(std::string_view characters) {
        for (const char c : characters) {
            has_[static_cast<unsigned char>(c)] = true;
        }
    }
    [[nodiscard]] constexpr bool has(char c) const { return has_[static_cast<unsigned char>(c)]; }

  private:
    std::array<bool, 256> has_{};
};

/// Calls `use` with each non-empty piece between separators.
template <class Use>
void for_each_piece(std::string_view text, const CharacterSet& separators, const Use& use) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i == text.size() || separators.has(text[i])) {
            if (i > begin) {
                use(text.substr(begin, i - begin));
            }
            begin = i + 1;
        }
    }
}

/// The non-empty pieces between any of the `separators`.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text,
                                                  std::string_view separators);

/// Number when the token is one, else text. A label ("rotx:0.1", "h=3") is taken off.
[[nodiscard]] PrintedValue printed_value(std::string_view token);

/// Sets the loop index of that name. @return false when there is no such loop
bool set_site_index(Site& site, std::string_view name, int index, const Loops& loops);

/// A name as one word of a header: blanks, ';', '%' and bytes that are not printable ASCII become
/// %XX.
[[nodiscard]] std::string as_word(std::string_view name);
/// The name again. What is no such word is kept as it is.
[[nodiscard]] std::string from_word(std::string_view word);

/// The start of a line, safe to print on a terminal: control characters become '?'.
[[nodiscard]] std::string excerpt(std::string_view line);

} // namespace tapir::trace
