#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace tapir::trace {

/// What a byte may begin.
enum class ByteClass : std::uint8_t {
    blank,
    digit,
    point,
    sign,      ///< + -
    letter,    ///< of a word; bytes of other than ASCII characters too
    separator, ///< , ; | between cells
    opening,
    closing,
    soft, ///< notation: = : # and quotes
    hard  ///< stands for itself: < > ! * / ^ % ~ & @, control bytes
};

[[nodiscard]] constexpr std::array<ByteClass, 256> make_byte_classes() {
    std::array<ByteClass, 256> table{};
    table.fill(ByteClass::letter);
    const auto set = [&table](std::string_view bytes, ByteClass value) {
        for (const char byte : bytes) {
            table[static_cast<unsigned char>(byte)] = value;
        }
    };
    for (std::size_t control = 0; control < ' '; ++control) {
        table[control] = ByteClass::hard;
    }
    set(" \t\n\v\f\r", ByteClass::blank);
    set("\x7f", ByteClass::hard);
    set("0123456789", ByteClass::digit);
    set(".", ByteClass::point);
    set("+-", ByteClass::sign);
    set(",;|", ByteClass::separator);
    set("([{", ByteClass::opening);
    set(")]}", ByteClass::closing);
    set("=:\"'`#", ByteClass::soft);
    set("<>!*/^%~&@", ByteClass::hard);
    return table;
}

inline constexpr std::array<ByteClass, 256> byte_classes = make_byte_classes();

[[nodiscard]] constexpr ByteClass class_of(char byte) {
    return byte_classes[static_cast<unsigned char>(byte)];
}
[[nodiscard]] constexpr bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}
[[nodiscard]] constexpr bool is_ascii_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}
/// Whether it goes on a word that has begun.
[[nodiscard]] constexpr bool in_word(char byte) {
    const ByteClass value = class_of(byte);
    return value == ByteClass::letter || value == ByteClass::digit;
}
[[nodiscard]] constexpr char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

/// Whether two ASCII words are the same but for capitals; `small` has none.
[[nodiscard]] constexpr bool same_but_for_case(std::string_view word, std::string_view small) {
    if (word.size() != small.size()) {
        return false;
    }
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (lower(word[i]) != small[i]) {
            return false;
        }
    }
    return true;
}

} // namespace tapir::trace
