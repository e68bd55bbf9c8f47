#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "format/text_ignorables.hpp"
#include "format/text_token.hpp"

namespace tapir::trace {

/// Where the scanner stands in a line, and what it has found so far.
struct LineCursor {
    std::string_view text;
    std::size_t begin = 0, end = 0; ///< of the line
    std::size_t at = 0;
    std::size_t first = 0; ///< the line's first token
    std::vector<TextToken>& tokens;
    LineShape& shape;
    std::size_t words = 0; ///< in the line so far
    mutable LineMemory memory{};

    [[nodiscard]] char byte(std::size_t place) const { return place < end ? text[place] : '\n'; }
    [[nodiscard]] char before() const { return at > begin ? text[at - 1] : '\n'; }
    [[nodiscard]] LineContext context() const {
        return {text.substr(0, end), begin, end, std::span(tokens).subspan(first), &memory};
    }
    /// Adds the next bytes as one token.
    void add(std::size_t size, TextClass kind = TextClass::word);
    /// Adds a token that was read. @return `found`
    bool add_if(bool found, const TextToken& token);
    /// Adds the bytes up to `to` as a word.
    void add_word(std::size_t to);
    /// Where the word ends that goes on at `place`.
    [[nodiscard]] std::size_t end_of_word(std::size_t place) const;
};

} // namespace tapir::trace
