#include "format/text_numbers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>

#include "base/xxhash.hpp"
#include "format/text_characters.hpp"
#include "format/text_digits.hpp"

namespace tapir::trace {

namespace {

constexpr std::size_t longest_number = 4000;

/// Reads whole digits, with commas between groups of three where they are allowed.
std::size_t read_whole(std::string_view text, std::size_t at, bool thousands, Digits& digits) {
    const std::size_t begin = at;
    at = digits.add(text, at, false);
    const auto group = [text](std::size_t comma) {
        return byte_at(text, comma) == ',' && is_digit(byte_at(text, comma + 1)) &&
               is_digit(byte_at(text, comma + 2)) && is_digit(byte_at(text, comma + 3)) &&
               !is_digit(byte_at(text, comma + 4));
    };
    constexpr std::size_t first_group = 3;
    if (!thousands || at - begin > first_group || at == begin || text[begin] == '0') {
        return at;
    }
    while (group(at)) {
        at = digits.add(text, at + 1, false);
    }
    return at;
}

/// The exponent at `at`; @return where it ends, `at` when there is none
std::size_t read_exponent(std::string_view text, std::size_t at, bool has_fraction, int& exponent,
                          bool& too_large) {
    const char letter = lower(byte_at(text, at));
    std::size_t from = at;
    const bool lettered = letter == 'e' || letter == 'd' || letter == 'q';
    if (lettered) {
        ++from;
    }
    const char sign = byte_at(text, from);
    const bool is_signed = sign == '+' || sign == '-';
    if (!lettered && !(has_fraction && is_signed)) {
        return at;
    }
    from += is_signed ? 1 : 0;
    std::size_t end = from;
    std::int64_t value = 0;
    constexpr std::int64_t most = 999999999;
    while (is_digit(byte_at(text, end))) {
        value = std::min(most + 1, value * 10 + (text[end] - '0'));
        ++end;
    }
    constexpr std::size_t without_letter = 3;
    const bool ends = !in_word(byte_at(text, end)) && byte_at(text, end) != '.';
    if (end == from || (!lettered && (end - from != without_letter || !ends))) {
        return at;
    }
    too_large = value > most;
    exponent = static_cast<int>(sign == '-' ? -value : value);
    return end;
}

/// The digits of an exponent without zeros in front: 12 of e+0012.
std::string_view digits_of_exponent(std::string_view exponent) {
    const std::size_t first = exponent.find_first_of("123456789");
    return exponent.substr(std::min(first, exponent.size()));
}

/// Whether a number is written as the standard library reads it.
bool is_plain(std::string_view written) {
    for (std::size_t i = 0; i < written.size(); ++i) {
        const char byte = written[i];
        const bool power = byte == 'e' || byte == 'E';
        const bool sign_of_power = (byte == '+' || byte == '-') && i > 0 &&
                                   (written[i - 1] == 'e' || written[i - 1] == 'E');
        const bool sign = i == 0 && byte == '-';
        if (!is_digit(byte) && byte != '.' && !power && !sign_of_power && !sign) {
            return false;
        }
    }
    return true;
}

/// What a plain copy of the number reads as; the slow way, for what has too many digits.
double value_of_copy(std::string_view written, bool& out_of_range) {
    std::string plain;
    bool digits_seen = false;
    for (const char byte : written) {
        const char small = lower(byte);
        if (byte == ',') {
            continue;
        }
        if (digits_seen && (byte == '+' || byte == '-') && !plain.empty() && plain.back() != 'e') {
            plain += 'e';
        }
        plain += small == 'd' || small == 'q' ? 'e' : small;
        digits_seen = digits_seen || is_digit(byte);
    }
    const char* begin = plain.data() + (plain.front() == '+' ? 1 : 0);
    const char* end = plain.data() + plain.size();
    double value = 0;
    const auto read = std::from_chars(begin, end, value);
    out_of_range = read.ec == std::errc::result_out_of_range;
    return out_of_range ? std::strtod(begin, nullptr) : value;
}

void set_value(std::string_view written, const Digits& digits, int exponent, TextToken& token) {
    constexpr std::array<double, 23> powers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                            1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                            1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    constexpr std::uint64_t exact = 1ULL << std::numeric_limits<double>::digits;
    constexpr int largest = 22;
    const int last = exponent - digits.decimals;
    token.last_place = static_cast<std::int16_t>(std::clamp(last, -30000, 30000));
    token.exponent = last;
    token.mantissa = digits.mantissa;
    if (digits.all <= most_exact_digits) {
        while (token.mantissa != 0 && token.mantissa % 10 == 0) {
            token.mantissa /= 10;
            ++token.exponent;
        }
        if (digits.mantissa <= exact && last >= -largest && last <= largest) {
            const auto whole = static_cast<double>(digits.mantissa);
            const double size = last < 0 ? whole / powers[static_cast<std::size_t>(-last)]
                                         : whole * powers[static_cast<std::size_t>(last)];
            token.value = token.negative ? -size : size;
            return;
        }
    } else { // the digest of what it says, without zeros at the end
        std::string said;
        for (const char byte : written) {
            if (lower(byte) == 'e' || lower(byte) == 'd' || lower(byte) == 'q') {
                break;
            }
            if (is_digit(byte) && (!said.empty() || byte != '0')) {
                said += byte;
            }
        }
        while (!said.empty() && said.back() == '0') {
            said.pop_back();
            ++token.exponent;
        }
        token.mantissa = XXH3_64bits(said.data(), said.size()) | (1ULL << 63U);
    }
    const char* end = written.data() + written.size();
    if (!is_plain(written) || std::from_chars(written.data(), end, token.value).ec != std::errc{}) {
        token.value = value_of_copy(written, token.out_of_range);
    }
    token.out_of_range = token.out_of_range ||
                         (digits.mantissa != 0 && (token.value == 0 || std::isinf(token.value)));
}

/// 0x1.8p+1, the way C prints all bits.
bool read_hexadecimal(std::string_view text, std::size_t at, TextToken& token) {
    const std::size_t begin = at;
    at += byte_at(text, at) == '-' || byte_at(text, at) == '+' ? 1U : 0U;
    std::size_t end = at + 2;
    bool power = false;
    while (
        in_word(byte_at(text, end)) || byte_at(text, end) == '.' ||
        (lower(text[end - 1]) == 'p' && (byte_at(text, end) == '+' || byte_at(text, end) == '-'))) {
        power = power || lower(text[end]) == 'p';
        ++end;
    }
    if (!power || end - begin > longest_number) {
        return false;
    }
    const std::string copy(text.substr(begin, end - begin));
    char* stop = nullptr;
    token.value = std::strtod(copy.c_str(), &stop);
    if (stop != copy.c_str() + copy.size() || !std::isfinite(token.value)) {
        return false;
    }
    constexpr int all_digits = 17;
    token.negative = std::signbit(token.value);
    std::string_view plain = copy;
    token.mantissa = XXH3_64bits(&token.value, sizeof token.value) | (1ULL << 63U);
    token.exponent = 0;
    token.digits = all_digits;
    token.decimals = all_digits;
    token.last_place = std::numeric_limits<std::int16_t>::min(); // nothing was rounded
    token.has_exponent = true;
    token.begin = static_cast<std::uint32_t>(begin);
    token.end = static_cast<std::uint32_t>(begin + plain.size());
    token.kind = TextClass::number;
    return true;
}

} // namespace

bool read_number(std::string_view text, std::size_t at, bool thousands, TextToken& token) {
    const std::size_t begin = at;
    token = TextToken{};
    const char sign = byte_at(text, at);
    token.negative = sign == '-';
    at += sign == '-' || sign == '+' ? 1 : 0;
    if (byte_at(text, at) == '0' && lower(byte_at(text, at + 1)) == 'x') {
        return read_hexadecimal(text, begin, token);
    }
    Digits digits;
    at = read_whole(text, at, thousands, digits);
    bool point = false;
    // "3..." is a number and an elision
    if (byte_at(text, at) == '.' && byte_at(text, at + 1) != '.') {
        point = true;
        at = digits.add(text, at + 1, true);
    }
    if (digits.count == 0 || at - begin > longest_number) {
        return false;
    }
    int exponent = 0;
    bool too_large = false; // the exponent, so that it is compared as it is written
    const std::size_t exponent_at = at;
    const std::size_t behind = read_exponent(text, at, digits.decimals > 0, exponent, too_large);
    token.has_exponent = behind != at;
    at = behind;
    if (byte_at(text, at) == '.' && is_digit(byte_at(text, at + 1))) {
        return false; // 1.2.3
    }
    token.begin = static_cast<std::uint32_t>(begin);
    token.end = static_cast<std::uint32_t>(at);
    token.decimals = static_cast<std::int16_t>(std::min(digits.decimals, 30000));
    token.digits = static_cast<std::int16_t>(std::min(digits.all, 30000));
    token.integer = !point && !token.has_exponent;
    token.kind = TextClass::number;
    set_value(text.substr(begin, at - begin), digits, exponent, token);
    if (too_large && token.mantissa != 0) {
        const std::string_view digits_of_power =
            digits_of_exponent(text.substr(exponent_at, behind - exponent_at));
        token.mantissa ^= XXH3_64bits(digits_of_power.data(), digits_of_power.size());
        token.mantissa |= 1ULL << 63U;
    }
    return true;
}

bool read_not_finite(std::string_view text, std::size_t at, TextToken& token) {
    const std::size_t begin = at;
    at += byte_at(text, at) == '-' || byte_at(text, at) == '+' ? 1U : 0U;
    for (const std::string_view word : {"infinity", "inf", "nan"}) {
        if (!same_but_for_case(text.substr(std::min(at, text.size()), word.size()), word) ||
            in_word(byte_at(text, at + word.size())) ||
            (byte_at(text, at + word.size()) == '.' &&
             in_word(byte_at(text, at + word.size() + 1)))) {
            continue;
        }
        token = TextToken{};
        token.negative = text[begin] == '-';
        token.value = word == "nan" ? std::numeric_limits<double>::quiet_NaN()
                                    : std::numeric_limits<double>::infinity();
        token.value = token.negative ? -token.value : token.value;
        token.begin = static_cast<std::uint32_t>(begin);
        token.end = static_cast<std::uint32_t>(at + word.size());
        token.kind = TextClass::not_finite;
        return true;
    }
    return false;
}

bool same_decimal(const TextToken& a, const TextToken& b) {
    return a.mantissa == b.mantissa && (a.mantissa == 0 || a.exponent == b.exponent) &&
           a.negative == b.negative;
}

} // namespace tapir::trace
