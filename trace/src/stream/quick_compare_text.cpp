#include "stream/quick_compare_text.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "format/line_tools.hpp"
#include "format/text_line.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

constexpr CharacterSet around_numbers(" \t,;[]()=:");

std::size_t digits_end(std::string_view text, std::size_t at) {
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
        ++at;
    }
    return at;
}

/// Whether a text is surely a finite number; of what is not sure the reader decides.
bool plain_number(std::string_view text) {
    constexpr std::size_t surely_finite = 300;
    constexpr std::size_t digits_of_an_exponent = 2;
    const auto sign = [text](std::size_t at) {
        return at < text.size() && (text[at] == '-' || text[at] == '+') ? at + 1 : at;
    };
    const std::size_t begin = sign(0);
    std::size_t end = digits_end(text, begin);
    if (end == begin || text.size() > surely_finite) {
        return false;
    }
    if (end < text.size() && text[end] == '.') {
        end = digits_end(text, end + 1);
    }
    if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
        const std::size_t exponent = sign(end + 1);
        end = digits_end(text, exponent);
        if (end == exponent || end - exponent > digits_of_an_exponent) {
            return false;
        }
    }
    return end == text.size();
}

bool is_integer(std::string_view text) {
    constexpr std::size_t surely_fits = 9;
    const bool plain =
        !text.empty() && text.size() <= surely_fits &&
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return plain || parse_integer(text).has_value();
}

/// The blank after the word that begins a text, or its end.
std::size_t word_end(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size() && text[end] != ' ') {
        ++end;
    }
    return end;
}

} // namespace

std::size_t same_bytes(std::string_view a, std::string_view b) {
    const std::size_t most = std::min(a.size(), b.size());
    constexpr std::size_t word = sizeof(std::uint64_t);
    std::size_t i = 0;
    for (; i + word <= most; i += word) {
        std::uint64_t one = 0;
        std::uint64_t other = 0;
        std::memcpy(&one, a.data() + i, word);
        std::memcpy(&other, b.data() + i, word);
        if (one != other) {
            constexpr int bits_of_byte = 8;
            return i + static_cast<std::size_t>(std::countr_zero(one ^ other) / bits_of_byte);
        }
    }
    while (i < most && a[i] == b[i]) {
        ++i;
    }
    return i;
}

Token token_at(std::string_view line, std::size_t place) {
    Token token{place, place};
    while (token.begin > 0 && !around_numbers.has(line[token.begin - 1])) {
        --token.begin;
    }
    while (token.end < line.size() && !around_numbers.has(line[token.end])) {
        ++token.end;
    }
    return token;
}

bool has_fraction(std::string_view token) {
    return token.find_first_of(".eE") != std::string_view::npos;
}

bool says_number(std::string_view piece) {
    if (plain_number(piece)) {
        return true;
    }
    const PrintedValue value = printed_value(piece);
    return value.numeric && std::isfinite(value.number);
}

std::uint64_t count_numbers(std::string_view text) {
    std::uint64_t count = 0;
    while (!text.empty()) {
        if (text.front() == ' ') {
            text.remove_prefix(1);
            continue;
        }
        double value = 0;
        const char* const end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, value);
        auto length = static_cast<std::size_t>(stop - text.data());
        const bool plain = error == std::errc{} && (stop == end || *stop == ' ');
        if (!plain) {
            length = word_end(text);
            const auto number = parse_number(text.substr(0, length));
            value = number.value_or(std::numeric_limits<double>::quiet_NaN());
        }
        if (!std::isfinite(value)) {
            return 0;
        }
        ++count;
        text.remove_prefix(length);
    }
    return count;
}

bool good_loops(std::string_view loops) {
    const Loops& known = version_1_loops();
    bool good = true;
    while (good && !loops.empty()) {
        if (loops.front() == ' ') {
            loops.remove_prefix(1);
            continue;
        }
        const std::string_view word = loops.substr(0, word_end(loops));
        const std::size_t equals = std::min(word.find('='), word.size() - 1);
        good = is_integer(word.substr(equals + 1)) && known.find(word.substr(0, equals)) >= 0;
        loops.remove_prefix(word.size());
    }
    return good;
}

} // namespace tapir::trace
