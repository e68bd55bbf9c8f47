#include "format/utf16.hpp"

#include <algorithm>
#include <cstdint>

namespace tapir::trace {

namespace {

enum class ByteOrder : std::uint8_t { little, big };

std::uint32_t unit_at(std::string_view bytes, std::size_t at, ByteOrder order) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return order == ByteOrder::big ? static_cast<std::uint32_t>(first << 8U | second)
                                   : static_cast<std::uint32_t>(second << 8U | first);
}

void append_utf8(std::uint32_t code, std::string& text) {
    constexpr std::uint32_t one_byte = 0x80;
    constexpr std::uint32_t two_bytes = 0x800;
    constexpr std::uint32_t three_bytes = 0x10000;
    const auto tail = [&](std::uint32_t shift) {
        text += static_cast<char>(0x80U | (code >> shift & 0x3FU));
    };
    if (code < one_byte) {
        text += static_cast<char>(code);
    } else if (code < two_bytes) {
        text += static_cast<char>(0xC0U | code >> 6U);
        tail(0);
    } else if (code < three_bytes) {
        text += static_cast<char>(0xE0U | code >> 12U);
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0U | code >> 18U);
        tail(12);
        tail(6);
        tail(0);
    }
}

/// A whole text of units; nothing where a character is cut or the last unit is.
std::optional<std::string> decoded(std::string_view bytes, ByteOrder order) {
    constexpr std::uint32_t high = 0xD800;
    constexpr std::uint32_t low = 0xDC00;
    constexpr std::uint32_t behind = 0xE000;
    if (bytes.size() % 2 != 0) {
        return std::nullopt;
    }
    std::string text;
    text.reserve(bytes.size() / 2);
    for (std::size_t at = 0; at < bytes.size(); at += 2) {
        std::uint32_t code = unit_at(bytes, at, order);
        if (code >= high && code < behind) {
            const std::uint32_t next =
                code < low && at + 2 < bytes.size() ? unit_at(bytes, at + 2, order) : 0;
            if (next < low || next >= behind) {
                return std::nullopt;
            }
            constexpr std::uint32_t first_of_pairs = 0x10000;
            code = first_of_pairs + ((code - high) << 10U) + (next - low);
            at += 2;
        }
        append_utf8(code, text);
    }
    return text;
}

/// Whether bytes without a mark can only be a text in this order.
bool is_certain(std::string_view bytes, ByteOrder order) {
    constexpr std::uint32_t first_printable = 0x20;
    constexpr std::uint32_t first_not_ascii = 0x7F;
    std::size_t ascii = 0;
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
        const std::uint32_t unit = unit_at(bytes, at, order);
        const bool space = unit == '\t' || unit == '\n' || unit == '\r' || unit == '\f';
        if (unit < first_printable && !space && unit != 0x1B) {
            return false;
        }
        ascii += unit < first_not_ascii ? 1U : 0U;
    }
    constexpr std::size_t least = 4;
    return bytes.size() >= 2 * least && 4 * ascii >= 3 * (bytes.size() / 2);
}

} // namespace

std::optional<std::string> utf8_of_utf16(std::string_view bytes) {
    constexpr std::string_view little_mark = "\xFF\xFE";
    constexpr std::string_view big_mark = "\xFE\xFF";
    if (bytes.substr(0, 2) == little_mark) {
        return decoded(bytes.substr(2), ByteOrder::little);
    }
    if (bytes.substr(0, 2) == big_mark) {
        return decoded(bytes.substr(2), ByteOrder::big);
    }
    constexpr std::size_t front = 64;
    if (bytes.size() % 2 != 0 || bytes.substr(0, front).find('\0') == std::string_view::npos) {
        return std::nullopt;
    }
    for (const ByteOrder order : {ByteOrder::little, ByteOrder::big}) {
        if (is_certain(bytes, order)) {
            return decoded(bytes, order);
        }
    }
    return std::nullopt;
}

} // namespace tapir::trace
