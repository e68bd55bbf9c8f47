#include "text/code_point.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tapir::reports {

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

bool is_hidden(std::uint32_t code_point) {
    // first and last of each range, in order
    static constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 12> ranges{{
        {0x7f, 0x9f},       // DEL and C1 controls
        {0xad, 0xad},       // soft hyphen
        {0x61c, 0x61c},     // Arabic letter mark
        {0x180e, 0x180e},   // Mongolian vowel separator
        {0x200b, 0x200f},   // no width, and marks of the reading direction
        {0x2028, 0x202e},   // line and paragraph ends, embedded reading directions
        {0x2060, 0x206f},   // no width, isolated reading directions
        {0xd800, 0xdfff},   // halves of pairs, which are no characters
        {0xfe00, 0xfe0f},   // variation selectors
        {0xfeff, 0xfeff},   // byte order mark
        {0xfff0, 0xfffb},   // interlinear marks
        {0xe0000, 0x10ffff} // tags and private planes
    }};
    return std::any_of(ranges.begin(), ranges.end(), [code_point](const auto& range) {
        return code_point >= range.first && code_point <= range.second;
    });
}

} // namespace tapir::reports
