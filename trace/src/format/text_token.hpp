#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tapir::trace {

/// What a piece of a text is. It decides how the piece is compared and aligned, never whether.
enum class TextClass : std::uint8_t {
    word,       ///< letters, or a sign that stands for itself: "force", "<", "+/-"
    number,     ///< a finite number in any notation
    not_finite, ///< inf or nan, where a number may stand
    empty_cell, ///< nothing between two separators: 1,,2
    elision,    ///< "...": something is not printed there
    ignored     ///< left out of the comparison by a named rule
};

/// The rules by which a piece of a text is not compared, without the user's asking.
enum class IgnoreKind : std::uint8_t {
    date,        ///< 2026-01-05, Jan 5 2026
    clock,       ///< 10:20:30
    duration,    ///< elapsed 3.2 s
    process_id,  ///< pid 4711
    host,        ///< on host node7
    directory,   ///< /home/ann/run/ of /home/ann/run/result.dat
    address,     ///< at 0x7ffe12345678
    number_type, ///< np.float64 of np.float64(1.5)
    noise,       ///< differs from run to run
    user         ///< asked for
};
inline constexpr std::size_t ignore_kinds = 10;
/// Those that the scanner knows; the others depend on more than a line.
inline constexpr std::size_t scanned_ignore_kinds = 8;

/// A piece of a text.
struct TextToken {
    double value = 0;           ///< of a number
    std::uint64_t mantissa = 0; ///< its digits without zeros at the end; a digest where over 19
    std::int32_t exponent = 0;  ///< the power of ten of the mantissa's last digit
    std::uint32_t begin = 0, end = 0; ///< where it stands in the text [bytes]
    std::int16_t decimals = 0;        ///< digits behind the point
    std::int16_t digits = 0;          ///< significant ones
    std::int16_t last_place = 0;      ///< the power of ten of the last printed digit
    TextClass kind = TextClass::word;
    IgnoreKind rule = IgnoreKind::date; ///< of an ignored one
    bool negative = false;
    bool integer = false;      ///< a plain integer literal
    bool has_exponent = false; ///< printed with one
    bool out_of_range = false; ///< reads as infinity or zero and is neither

    [[nodiscard]] bool is_slot() const {
        return kind == TextClass::number || kind == TextClass::not_finite;
    }
    [[nodiscard]] std::string_view text(std::string_view of) const {
        return of.substr(begin, end - begin);
    }
};

/// How the tokens of a line hang together.
struct LineShape {
    std::uint64_t brackets = 0; ///< digest of the brackets and between which tokens they stand
    int open_round = 0, open_other = 0; ///< brackets not closed; negative: closed once too often
    bool has_brackets = false;
    std::uint64_t marks = 0; ///< digest of notation that must be the same: (3.5), [0, 1), "1,2"
    std::uint64_t kinds = 0; ///< of the brackets that are open, the last one in the lowest bit
    bool commented = false;  ///< begins with #
    bool assigns = false;    ///< has a = in it
    std::size_t number_types = 0; ///< np.float64 and such among the tokens
    std::uint32_t commas = 0;     ///< with a token on both sides
    bool ends_with_comma = false;
    bool continues = false; ///< ends with a backslash or an ampersand

    [[nodiscard]] bool open() const { return open_round > 0 || open_other > 0; }
};

} // namespace tapir::trace
