#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "format/text_token.hpp"

namespace tapir::trace {

/// The words of a line with the places of its numbers: what lines of one kind have in common.
struct TextForm {
    std::string text;        ///< words and marks of slots, in order; see `form_text`
    std::uint32_t words = 0; ///< with empty cells and elisions
    std::uint32_t slots = 0;
    std::array<std::uint32_t, scanned_ignore_kinds> ignored{}; ///< tokens by rule
    std::uint32_t all_ignored = 0;                             ///< the same by any rule
    std::uint32_t lines = 0;                                   ///< of the document that have it
    std::uint32_t first_line = 0;                              ///< by number of TextLine

    [[nodiscard]] std::uint32_t tokens() const { return words + slots + all_ignored; }
};

inline constexpr std::uint32_t no_line = 0xffffffffU;

/// What is read as one line: a line of the text, or several that an array goes over, or a member
/// of a JSON object. There is one for each line of a large text, so it holds little.
struct TextLine {
    std::uint32_t form = 0;
    std::uint32_t heading = no_line; ///< the line whose words stand over this row of numbers
    std::uint32_t begin = 0, end = 0;
    std::uint32_t first_slot = 0;
    std::uint32_t notation = 0; ///< see `TextDocument::notation_of`
};

/// What a line says besides its words and numbers. Most lines of a form say the same.
struct LineNotation {
    std::uint64_t brackets = 0; ///< where they stand between the tokens; 0: there are none
    std::uint64_t marks = 0;    ///< digest of notation that is never soft
    std::uint64_t path = 0;     ///< in JSON: digest of its key and of the keys and indices above
    std::uint64_t kin = 0;      ///< the same of the keys alone
    std::uint32_t parent = no_line; ///< in JSON: the line of the object it is in
    std::uint32_t blank_cells = 0;  ///< of a row of a table, as bits
    std::uint32_t number_types = 0; ///< np.float64 and such, which no form has
    std::int32_t depth = 0;         ///< brackets that lines before left open
    std::uint32_t commas = 0;       ///< between its tokens
    bool commented = false;         ///< a statement or data behind #

    bool operator==(const LineNotation&) const = default;
};

/// The marks of what is no word, in a form's text.
struct FormMark {
    static constexpr char end_of_word = '\x1e', slot = '\x01', empty_cell = '\x03',
                          elision = '\x04',
                          ignored = '\x02'; ///< a letter for the rule follows
};

/// A text of any program as lines of a form and numbers. It points into the text, which must
/// outlive it. Same text, same document.
class TextDocument {
  public:
    /// @param as_json  as members of JSON objects, where `is_json` says that it is JSON
    explicit TextDocument(std::string_view text, bool as_json = false);

    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] bool is_json() const { return json_; }
    [[nodiscard]] const std::vector<TextLine>& lines() const { return lines_; }
    [[nodiscard]] const std::vector<TextToken>& slots() const { return slots_; }
    [[nodiscard]] const std::deque<TextForm>& forms() const { return forms_; }
    [[nodiscard]] const TextForm& form_of(const TextLine& line) const { return forms_[line.form]; }
    [[nodiscard]] const LineNotation& notation_of(const TextLine& line) const {
        return notations_[line.notation];
    }
    [[nodiscard]] std::string_view text_of(const TextLine& line) const {
        return text_.substr(line.begin, line.end - line.begin);
    }
    /// The line of the file in which a byte stands, from 1.
    [[nodiscard]] int line_number(std::size_t at) const;
    [[nodiscard]] std::uint64_t tokens() const; ///< of all lines
    /// Brackets that are not closed at the end of the text; negative: closed once too often.
    [[nodiscard]] int open_brackets() const { return open_brackets_; }
    /// Whether a bracket stands on a line of its own, so that it holds lines together.
    [[nodiscard]] bool has_bracket_lines() const { return has_bracket_lines_; }

  private:
    friend class TextDocumentBuilder;
    friend class ListJoiner;
    static constexpr std::size_t lines_a_start = 16;

    std::string_view text_;
    bool json_ = false;
    bool has_bracket_lines_ = false;
    int open_brackets_ = 0;
    std::vector<TextLine> lines_;
    std::vector<LineNotation> notations_;
    std::vector<TextToken> slots_;
    std::deque<TextForm> forms_;
    std::vector<std::uint32_t> starts_; ///< of every `lines_a_start`-th line of the file
};

/// All tokens of a line that its form has, cut again from its text.
[[nodiscard]] std::vector<TextToken> tokens_of(const TextDocument& document, const TextLine& line);
/// All tokens between two places of a text, and their shape.
[[nodiscard]] std::vector<TextToken> tokens_of(std::string_view text, std::size_t begin,
                                               std::size_t end, LineShape& shape);

/// Writes the form of tokens: words with `end_of_word` behind each, marks for the rest.
void form_text(std::string_view text, const std::vector<TextToken>& tokens, std::string& form);
/// Whether `form_text` writes this for the tokens.
[[nodiscard]] bool has_form(std::string_view text, const std::vector<TextToken>& tokens,
                            std::string_view form);

/// Where the word or mark ends that begins in a form's text at `at`.
[[nodiscard]] std::size_t end_of_piece(std::string_view form, std::size_t at);
/// Whether a byte of a form's text is a mark, so that no word goes on behind it.
[[nodiscard]] constexpr bool is_form_mark(char byte) {
    return byte == FormMark::end_of_word || byte == FormMark::slot ||
           byte == FormMark::empty_cell || byte == FormMark::elision || byte == FormMark::ignored;
}

/// What a word of a text is compared as; see `plain_word`.
[[nodiscard]] std::string_view
compared_word(std::string_view text, const std::vector<TextToken>& tokens, std::size_t which);

} // namespace tapir::trace
