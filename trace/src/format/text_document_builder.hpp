#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "format/text_columns.hpp"
#include "format/text_document.hpp"

namespace tapir::trace {

/// Cuts a text into lines of a document. The form of a line is looked up by its whole text, so
/// that two forms are never taken for one.
class TextDocumentBuilder {
  public:
    explicit TextDocumentBuilder(TextDocument& document) : to_(document), text_(document.text_) {}
    void build();

  private:
    TextDocument& to_;
    std::string_view text_;
    std::vector<TextToken> tokens_; ///< of the line that is being read
    LineShape shape_;
    std::size_t begin_ = 0, end_ = 0; ///< of the same
    std::string form_;

    struct Digest {
        std::size_t operator()(std::string_view text) const;
    };
    std::unordered_map<std::string_view, std::uint32_t, Digest> known_; ///< form by text

    static constexpr std::uint32_t no_form = 0xffffffffU;
    std::vector<std::uint32_t> next_form_;     ///< by form: that of the line behind its last line
    std::uint32_t previous_form_ = no_form;    ///< of the line before
    std::vector<std::uint32_t> last_notation_; ///< by form: of its last line

    bool all_commented_ = true; ///< each line so far begins with #
    TextColumns columns_;
    std::uint32_t heading_ = no_line; ///< the last line with words and without numbers
    std::uint32_t active_ = no_line;  ///< the heading of the rows before
    std::uint32_t active_slots_ = 0;

    void cut_json_members();
    void cut_lines();
    /// Where the line ends that begins at `begin`; notes where it begins.
    std::size_t end_of_line(std::size_t number, std::size_t begin);
    void make_room(std::size_t read);
    [[nodiscard]] bool may_go_on() const;
    bool take_continuation(std::size_t begin, std::size_t end);
    void finish_line();
    std::uint32_t form_of_tokens();
    std::uint32_t new_form();
    std::uint32_t number_of(const LineNotation& notation, std::uint32_t form);
    void place_below_heading(TextLine& line, const TextForm& form);
};

} // namespace tapir::trace
