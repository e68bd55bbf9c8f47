#include "tapir/reports/text/printable.hpp"

#include <fmt/format.h>

#include <cstdint>

#include "text/code_point.hpp"

namespace tapir::reports {

namespace {

constexpr unsigned char first_printable = 0x20;
constexpr unsigned char first_not_ascii = 0x7f;

/// Bytes of the colour sequence that a text begins with, or 0.
std::size_t colour_length(std::string_view text) {
    if (text.substr(0, 2) != "\x1b[") {
        return 0;
    }
    const std::size_t end = text.find_first_not_of("0123456789;", 2);
    return end != std::string_view::npos && text[end] == 'm' ? end + 1 : 0;
}

/// Goes through a text: ASCII that can be seen, line ends and tabs are copied, and so are letters
/// of other scripts; `replace` appends what stands for anything else.
/// @param replace  called with the code point, or the byte where there is none
template <class Replace>
std::string made_safe(std::string_view text, const Replace& replace) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto code = static_cast<unsigned char>(text[at]);
        const bool plain = (code >= first_printable && code < first_not_ascii) ||
                           text[at] == '\n' || text[at] == '\t' || text.substr(at, 2) == "\r\n";
        const CodePoint point =
            code > first_not_ascii ? first_code_point(text.substr(at)) : CodePoint{};
        if (plain) {
            out += text[at++];
        } else if (point.length > 0 && !is_hidden(point.value)) {
            out += text.substr(at, point.length);
            at += point.length;
        } else {
            at += replace(out, text.substr(at), point.length > 0 ? point : CodePoint{code, 1});
        }
    }
    return out;
}

} // namespace

std::string printable(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        const auto code = static_cast<unsigned char>(c);
        c = code >= first_printable && code < first_not_ascii ? c : '?';
    }
    return out;
}

std::string safe_lines(std::string_view text, bool keep_colours) {
    return made_safe(text,
                     [keep_colours](std::string& out, std::string_view rest,
                                    const CodePoint& point) -> std::size_t {
                         const std::size_t colour = keep_colours ? colour_length(rest) : 0;
                         if (colour > 0) {
                             out += rest.substr(0, colour);
                             return colour;
                         }
                         out += '?';
                         return point.length;
                     });
}

bool is_unicode(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) <= first_not_ascii) {
            ++at;
            continue;
        }
        const CodePoint point = first_code_point(text.substr(at));
        constexpr std::uint32_t first_half = 0xd800;
        constexpr std::uint32_t last_half = 0xdfff;
        constexpr std::uint32_t last = 0x10ffff;
        const std::uint32_t least = point.length == 4 ? 0x10000 : point.length == 3 ? 0x800 : 0x80;
        if (point.length == 0 || point.value < least || point.value > last ||
            (point.value >= first_half && point.value <= last_half)) {
            return false;
        }
        at += point.length;
    }
    return true;
}

std::string safe_json(std::string_view json) {
    return made_safe(
        json,
        [](std::string& out, std::string_view /*rest*/, const CodePoint& point) -> std::size_t {
            constexpr std::uint32_t pairs_from = 0x10000;
            if (point.value < pairs_from) {
                out += fmt::format("\\u{:04x}", point.value);
            } else {
                const std::uint32_t above = point.value - pairs_from;
                out += fmt::format("\\u{:04x}\\u{:04x}", 0xd800U + (above >> 10U),
                                   0xdc00U + (above & 0x3ffU));
            }
            return point.length;
        });
}

} // namespace tapir::reports
