#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tapir::engine::ptx {

/// A piece of a PTX text.
struct Token {
    enum class Kind {
        directive, ///< .visible
        word,      ///< a name or a whole opcode: %r1, add.s32, $L__BB0_1
        number,    ///< 12, 0x1F, 0f3F800000, 1.5; without a sign
        quoted,    ///< without its quotes
        mark,      ///< one of { } ( ) [ ] < > , ; : = + - @ ! |
        end,
    };

    Kind kind = Kind::end;
    std::string_view text;
    int line = 0; ///< from 1

    [[nodiscard]] bool is(std::string_view what) const {
        return text == what && kind != Kind::quoted && kind != Kind::end;
    }
};

/// Pieces of a text, comments left out; the last one is `end`.
/// @throws InputError  a character that no PTX has, or an open comment or quotation
[[nodiscard]] std::vector<Token> tokens_of(std::string_view ptx);

/// Refuses a text: "PTX, line 12: problem (reason)".
/// @param line  from 1; 0 for the text as a whole
[[noreturn]] void refuse(int line, const std::string& problem, const std::string& reason);

} // namespace tapir::engine::ptx
