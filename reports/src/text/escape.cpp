#include "text/escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace tapir::reports {

namespace {

struct CodePoint {
    std::uint32_t value = 0;
    std::size_t length = 0; ///< in bytes; 0: these bytes are no UTF-8
};

/// The code point at the beginning of a text whose first byte is not ASCII.
CodePoint first_code_point(std::string_view text) {
    const auto byte = [text](std::size_t at) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at]));
    };
    const std::uint32_t lead = byte(0);
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
    if (length == 0 || lead > 0xf4 || text.size() < length) {
        return {};
    }
    std::uint32_t value = lead & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0U) != 0x80U) {
            return {};
        }
        value = (value << 6U) | (byte(i) & 0x3fU);
    }
    return {value, length};
}

void append_markup(std::string& out, char c) {
    switch (c) {
    case '<':
        out += "&lt;";
        break;
    case '>':
        out += "&gt;";
        break;
    case '&':
        out += "&amp;";
        break;
    case '"':
        out += "&quot;";
        break;
    case '\'':
        out += "&#39;";
        break;
    default:
        out += c;
    }
}

} // namespace

std::string visible_text(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto code = static_cast<unsigned char>(text[at]);
        constexpr unsigned char first_printable = 0x20;
        constexpr unsigned char last_printable = 0x7e;
        if (code >= first_printable && code <= last_printable) {
            out += text[at++];
            continue;
        }
        const CodePoint point =
            code > last_printable ? first_code_point(text.substr(at)) : CodePoint{};
        if (point.length > 0) {
            out += fmt::format("\\u{{{:x}}}", point.value);
            at += point.length;
        } else {
            out += fmt::format("\\x{:02x}", code);
            ++at;
        }
    }
    return out;
}

std::string escaped_markup(std::string_view text) {
    std::string out;
    for (const char c : visible_text(text)) {
        append_markup(out, c);
    }
    return out;
}

std::string escaped_markdown(std::string_view text) {
    std::string out;
    for (const char c : escaped_markup(text)) {
        constexpr std::string_view special = "\\`*_{}[]()#+!|";
        if (special.find(c) != std::string_view::npos) {
            out += '\\';
        }
        out += c;
    }
    return out;
}

std::string escaped_excerpt(std::string_view text, std::size_t most) {
    const std::string start = visible_text(text.substr(0, most + 1));
    std::string whole;
    std::size_t head = 0;
    const std::size_t tail_room = most / 4;
    for (const char c : start) {
        append_markup(whole, c);
        if (whole.size() + tail_room <= most) {
            head = whole.size();
        }
    }
    if (whole.size() <= most) {
        return whole;
    }
    constexpr std::size_t longest_escape = 6;
    const std::size_t tail = std::min(tail_room / longest_escape, text.size());
    return whole.substr(0, head) + fmt::format(" [... {} bytes in all ...] ", text.size()) +
           escaped_markup(text.substr(text.size() - tail));
}

} // namespace tapir::reports
