#include "text/escape.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "text/code_point.hpp"

namespace tapir::reports {

namespace {

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
