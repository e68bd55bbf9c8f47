#include "verdict/shown_text.hpp"

namespace tapir::trace {

std::string shown_text(std::string_view text) {
    constexpr std::size_t longest = 80;
    std::string safe;
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        std::size_t size = 1;
        for (; at + size < text.size() && (text[at + size] & '\xc0') == '\x80'; ++size) {
        }
        const std::string_view character = text.substr(at, size);
        at += size;
        if (safe.size() + size > longest) {
            return safe + "...";
        }
        constexpr unsigned char first_of_many = 0xc2, last_of_many = 0xf4;
        const bool ascii = byte >= ' ' && byte < 0x7f && size == 1;
        const bool other = byte >= first_of_many && byte <= last_of_many && size > 1 &&
                           !(byte == first_of_many && character[1] < '\xa0') &&
                           !character.starts_with("\xe2\x80") && !character.starts_with("\xe2\x81");
        safe += ascii || other ? character : std::string_view("?");
    }
    return safe;
}

} // namespace tapir::trace
