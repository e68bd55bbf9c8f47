#include "format/text_cursor.hpp"

#include "format/text_characters.hpp"
#include "format/text_signs.hpp"

namespace tapir::trace {

void LineCursor::add(std::size_t size, TextClass kind) {
    TextToken token;
    token.begin = static_cast<std::uint32_t>(at);
    token.end = static_cast<std::uint32_t>(at + size);
    token.kind = kind;
    tokens.push_back(token);
    at += size;
}

bool LineCursor::add_if(bool found, const TextToken& token) {
    if (found) {
        tokens.push_back(token);
        at = token.end;
    }
    return found;
}

void LineCursor::add_word(std::size_t to) {
    add(to - at);
    ++words;
}

std::size_t LineCursor::end_of_word(std::size_t place) const {
    while (place < end) {
        const char c = text[place];
        if (in_word(c)) {
            if ((c & '\x80') != 0 && special_sign(text.substr(0, end), place).size > 0) {
                break;
            }
            ++place;
        } else if (c == '.' && in_word(byte(place + 1))) {
            ++place;
        } else {
            break;
        }
    }
    return place;
}

} // namespace tapir::trace
