#include "escape.hpp"

#include "tapir/reports/printable.hpp"

namespace tapir::reports {

namespace {

bool is_printable(char c) {
    const auto code = static_cast<unsigned char>(c);
    constexpr unsigned char first_printable = 0x20;
    constexpr unsigned char first_not_ascii = 0x7f;
    return code >= first_printable && code < first_not_ascii;
}

} // namespace

std::string printable(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        c = is_printable(c) ? c : '?';
    }
    return out;
}

std::string escaped_markup(std::string_view text) {
    std::string out;
    for (const char c : text) {
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
        default:
            out += is_printable(c) ? c : '?';
        }
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

} // namespace tapir::reports
