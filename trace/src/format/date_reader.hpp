#pragma once

#include <cstddef>
#include <string_view>

#include "format/text_characters.hpp"

namespace tapir::trace {

/// A cursor over the bytes of a line that reads pieces of a date.
struct DateReader {
    static constexpr int most_hours = 24, most_minutes = 60;

    std::string_view text;
    std::size_t at;

    [[nodiscard]] char byte_of(std::size_t place) const {
        return place < text.size() ? text[place] : '\n';
    }
    /// A whole number of `least` to `most` digits; -1 when there is none.
    int number(int least, int most) {
        int value = 0, count = 0;
        std::size_t to = at;
        for (; is_digit(byte_of(to)) && count <= most; ++to, ++count) {
            value = value * 10 + (text[to] - '0');
        }
        if (count < least || count > most) {
            return -1;
        }
        at = to;
        return value;
    }
    bool take(char mark) {
        if (byte_of(at) != mark) {
            return false;
        }
        ++at;
        return true;
    }
    bool blanks() {
        const std::size_t from = at;
        while (byte_of(at) == ' ') {
            ++at;
        }
        return at > from;
    }
    std::string_view letters() {
        const std::size_t from = at;
        while (is_ascii_letter(byte_of(at))) {
            ++at;
        }
        return text.substr(from, at - from);
    }
    /// 10:20:30.5, with its zone. @param seconds  whether they have to be there
    bool clock(bool seconds) {
        const std::size_t from = at;
        const int hours = number(1, 2);
        const bool minutes = hours >= 0 && hours <= most_hours && take(':') && is_part();
        if (!minutes || (byte_of(at) != ':' && seconds)) {
            at = from;
            return false;
        }
        if (take(':') && !is_part()) {
            at = from;
            return false;
        }
        if ((byte_of(at) == '.' || byte_of(at) == ',') && is_digit(byte_of(at + 1))) {
            for (++at; is_digit(byte_of(at));) {
                ++at;
            }
        }
        zone();
        return !in_word(byte_of(at)) && byte_of(at) != ':';
    }

  private:
    /// Two digits below sixty.
    bool is_part() {
        const int value = number(2, 2);
        return value >= 0 && value <= most_minutes;
    }
    void zone() {
        const std::size_t from = at;
        if (take('Z')) {
            return;
        }
        if ((take('+') || take('-')) && number(2, 2) >= 0 && (!take(':') || number(2, 2) >= 0)) {
            return;
        }
        at = from;
    }
};

} // namespace tapir::trace
