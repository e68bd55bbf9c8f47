#include "tapir/trace/format/plain_text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "format/line_tools.hpp"
#include "format/unpacked.hpp"
#include "format/utf16.hpp"

namespace tapir::trace {

namespace {

constexpr char escape = '\x1b';

/// How long an escape sequence of a terminal is that begins here; 0: there is no whole one.
std::size_t escape_length(std::string_view text) {
    if (text.size() < 2) {
        return 0;
    }
    std::size_t at = 1;
    const auto pass = [&](char first, char last) {
        while (at < text.size() && text[at] >= first && text[at] <= last) {
            ++at;
        }
    };
    const auto ends_with = [&](char first, char last) {
        return at < text.size() && text[at] >= first && text[at] <= last ? at + 1 : 0;
    };
    if (text[at] == '[') { // control sequence: parameters, intermediates, one final
        ++at;
        pass('0', '?');
        pass(' ', '/');
        return ends_with('@', '~');
    }
    if (text[at] == ']') { // command of the operating system: a title, a link
        constexpr std::size_t longest = 4096;
        const std::string_view front = text.substr(0, std::min(longest, text.find('\n')));
        const std::size_t bell = front.find('\a');
        const std::size_t terminator = front.find("\x1b\\", at);
        const std::size_t end = std::min(bell, terminator);
        return end == std::string_view::npos ? 0 : end == bell ? end + 1 : end + 2;
    }
    const bool with_argument = text[at] >= ' ' && text[at] <= '/'; // which characters, ...
    pass(' ', '/');
    if (with_argument || at == text.size()) {
        return ends_with('0', '~');
    }
    const bool of_cursor = text[at] == '7' || text[at] == '8' || text[at] == '=' || text[at] == '>';
    return of_cursor ? at + 1 : ends_with('@', '~');
}

/// A character that is written as another one: how many bytes it has, and what stands for it.
struct Substitute {
    std::size_t bytes = 0; ///< 0: it stays as it is
    std::string_view text;
};

/// Blanks of other alphabets, the minus sign, and the mark that has no width.
Substitute substitute_of_utf8(std::string_view text) {
    constexpr std::string_view no_break_space = "\xC2\xA0";
    if (text.substr(0, 2) == no_break_space) {
        return {2, " "};
    }
    const std::string_view three = text.substr(0, 3);
    if (three == "\xE2\x88\x92") { // U+2212
        return {3, "-"};
    }
    if (three == "\xEF\xBB\xBF") { // U+FEFF
        return {3, ""};
    }
    const bool space = (three >= "\xE2\x80\x80" && three <= "\xE2\x80\x8A") || // U+2000 to U+200A
                       three == "\xE2\x80\xAF" || three == "\xE2\x81\x9F" ||
                       three == "\xE3\x80\x80";
    return space && three.size() == 3 ? Substitute{3, " "} : Substitute{};
}

/// What may be the first byte of something that is cleaned.
constexpr CharacterSet first_bytes("\x1b\f\v\xC2\xE2\xE3\xEF");

Substitute substitute_of(std::string_view text) {
    switch (text.front()) {
    case escape:
        return {escape_length(text), ""};
    case '\f':
    case '\v':
        return {1, " "};
    default:
        return substitute_of_utf8(text);
    }
}

/// Eight bytes of which each is the same.
constexpr std::uint64_t eight_of(unsigned char byte) {
    return 0x0101010101010101ULL * byte;
}

/// Whether one of eight bytes is a certain one.
constexpr bool has_byte(std::uint64_t bytes, unsigned char byte) {
    const std::uint64_t other = bytes ^ eight_of(byte);
    return ((other - eight_of(1)) & ~other & eight_of(0x80)) != 0;
}

/// The first byte from `at` on that may begin something that is cleaned; eight are looked at at
/// once, since most texts have none.
std::size_t first_to_clean(std::string_view text, std::size_t at) {
    for (std::uint64_t bytes = 0; at + sizeof bytes <= text.size(); at += sizeof bytes) {
        std::memcpy(&bytes, text.data() + at, sizeof bytes);
        if ((bytes & eight_of(0x80)) != 0 || has_byte(bytes, escape) || has_byte(bytes, '\f') ||
            has_byte(bytes, '\v')) {
            break;
        }
    }
    while (at < text.size() && !first_bytes.has(text[at])) {
        ++at;
    }
    return at;
}

/// The text without what only a screen needs. Nothing is copied when there is nothing to clean.
/// @param commands  how many escape sequences with words of their own there were
std::string cleaned(std::string text, std::uint64_t& commands) {
    std::string result;
    std::size_t kept = 0; // of the text, in the result
    for (std::size_t at = first_to_clean(text, 0); at < text.size();
         at = first_to_clean(text, at + 1)) {
        const Substitute other = substitute_of(std::string_view(text).substr(at));
        if (other.bytes > 0) {
            commands += text[at] == escape && text[at + 1] == ']' ? 1U : 0U;
            result.append(text, kept, at - kept);
            result += other.text;
            kept = at + other.bytes;
            at = kept - 1;
        }
    }
    if (kept == 0) {
        return text;
    }
    result.append(text, kept);
    return result;
}

/// What states of one progress line have in common: the first word. A state without one shows at
/// least how much is done; "" is of no such line.
std::string_view progress_name(std::string_view state) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto begin = std::find_if(state.begin(), state.end(), is_letter);
    if (begin == state.end()) {
        return state.find('%') != std::string_view::npos ? "%" : "";
    }
    const auto end = std::find_if_not(begin, state.end(), is_letter);
    return state.substr(static_cast<std::size_t>(begin - state.begin()),
                        static_cast<std::size_t>(end - begin));
}

/// What is left of a line after its carriage returns: of states that follow each other in one
/// progress line the last; others stay, side by side.
void append_states(std::string_view line, PlainText& plain) {
    std::vector<std::string_view> states;
    for_each_piece(line, CharacterSet("\r"), [&](std::string_view state) {
        if (state.find_first_not_of(" \t") != std::string_view::npos) {
            states.push_back(state);
        }
    });
    bool first = true;
    for (std::size_t i = 0; i < states.size(); ++i) {
        const std::string_view name = progress_name(states[i]);
        if (i + 1 < states.size() && !name.empty() && progress_name(states[i + 1]) == name) {
            ++plain.passing_states;
            continue;
        }
        plain.text += first ? "" : " ";
        plain.text += states[i];
        first = false;
    }
}

/// A carriage return before a line feed ends the line with it; any other is the start of the same
/// line again, unless carriage returns are all that ends lines.
PlainText without_carriage_returns(std::string text) {
    PlainText plain;
    if (text.find('\r') == std::string::npos) {
        plain.text = std::move(text);
        return plain;
    }
    const std::size_t feed = text.find('\n');
    const bool before_feed = feed != std::string::npos && feed > 0 && text[feed - 1] == '\r';
    if (feed == std::string::npos || (feed + 1 == text.size() && !before_feed)) {
        std::replace(text.begin(), text.end(), '\r', '\n');
        plain.text = std::move(text);
        return plain;
    }
    plain.text.reserve(text.size());
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string_view line = std::string_view(text).substr(begin, end - begin);
        line = line.substr(0, line.find_last_not_of('\r') + 1);
        if (line.find('\r') == std::string_view::npos) {
            plain.text += line;
        } else {
            append_states(line, plain);
        }
        plain.text.append(end < text.size() ? 1 : 0, '\n');
        begin = end + 1;
    }
    return plain;
}

} // namespace

PlainText plain_text(std::string bytes, const std::string& name, std::size_t largest) {
    if (is_packed(bytes)) {
        bytes = unpacked(bytes, name, largest);
    }
    if (auto decoded = utf8_of_utf16(bytes)) {
        bytes = std::move(*decoded);
    }
    if (bytes.size() > largest) {
        refuse_large_text(name, largest);
    }
    std::uint64_t commands = 0;
    PlainText plain = without_carriage_returns(cleaned(std::move(bytes), commands));
    plain.terminal_commands = commands;
    return plain;
}

std::string plain_text_of(std::string bytes, const std::string& name, std::size_t largest) {
    return plain_text(std::move(bytes), name, largest).text;
}

} // namespace tapir::trace
