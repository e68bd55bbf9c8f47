#include "tapir/trace/base/number_text.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>

namespace tapir::trace {

namespace {

template <class... Format>
char* write(char* to, double value, Format... format) {
    if (std::isnan(value)) {
        const std::string_view text = std::signbit(value) ? "-nan" : "nan";
        return std::copy(text.begin(), text.end(), to);
    }
    return std::to_chars(to, to + number_room, value, format...).ptr;
}

template <class... Format>
std::string formatted(double value, Format... format) {
    std::array<char, number_room> buffer{};
    return {buffer.data(), write(buffer.data(), value, format...)};
}

constexpr int digits_of_general15 = 15;

/// Reads C's %a and Python's float.hex(): 0x1.8p+1. Without an exponent it is an address or a code.
std::optional<double> parse_hexadecimal(std::string_view token) {
    std::string_view digits = token;
    const bool negative = digits.front() == '-';
    digits.remove_prefix(negative ? 1 : 0);
    constexpr std::size_t mark = 2; // 0x
    if (digits.size() <= mark || digits[0] != '0' || (digits[1] != 'x' && digits[1] != 'X') ||
        digits.find_first_of("pP") == std::string_view::npos ||
        digits.find_first_of("0123456789abcdefABCDEF.", mark) != mark) {
        return std::nullopt;
    }
    digits.remove_prefix(mark);
    double value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value, std::chars_format::hex);
    if (stop != end) {
        return std::nullopt;
    }
    if (error == std::errc::result_out_of_range) {
        return std::strtod(std::string(token).c_str(), nullptr);
    }
    return error == std::errc{} ? std::optional(negative ? -value : value) : std::nullopt;
}

std::string_view without_plus(std::string_view token) {
    if (token.size() > 1 && token.front() == '+' && token[1] != '-') {
        token.remove_prefix(1);
    }
    return token;
}

} // namespace

std::string general(double value, int digits) {
    return formatted(value, std::chars_format::general, digits);
}

std::string general15(double value) {
    return general(value, digits_of_general15);
}

char* write_general15(char* to, double value) {
    return write(to, value, std::chars_format::general, digits_of_general15);
}

char* write_shortest(char* to, double value) {
    return write(to, value);
}

std::string shortest(double value) {
    return formatted(value);
}

std::optional<double> parse_number(std::string_view token) {
    token = without_plus(token);
    double value = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (token.empty()) {
        return std::nullopt;
    }
    if (end != token.data() + token.size()) {
        return parse_hexadecimal(token);
    }
    if (error == std::errc::result_out_of_range) {
        // from_chars leaves the value untouched; strtod semantics: overflow to inf, underflow to 0
        return std::strtod(std::string(token).c_str(), nullptr);
    }
    return error == std::errc{} ? std::optional(value) : std::nullopt;
}

std::optional<int> parse_integer(std::string_view token) {
    token = without_plus(token);
    int value = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (error != std::errc{} || end != token.data() + token.size()) {
        return std::nullopt;
    }
    return value;
}

bool is_hexadecimal(std::string_view token) {
    return token.find_first_of("xX") != std::string_view::npos && parse_number(token).has_value();
}

int significant_digits(std::string_view token) {
    if (is_hexadecimal(token)) {
        constexpr int of_any_double = 17;
        return *parse_number(token) == 0 ? 0 : of_any_double;
    }
    int digits = 0;
    bool leading = true;
    for (const char c : token) {
        if (c == 'e' || c == 'E') {
            break;
        }
        if (c >= '0' && c <= '9') {
            leading = leading && c == '0';
            digits += leading ? 0 : 1;
        }
    }
    return digits;
}

bool same_number(double a, double b) {
    return a == b && std::signbit(a) == std::signbit(b);
}

double relative_difference(double a, double b) {
    if (a == b && std::isfinite(a)) {
        return 0;
    }
    const double difference = std::fabs(a - b) / std::max(std::fabs(a), std::fabs(b));
    return std::isnan(difference) ? std::numeric_limits<double>::infinity() : difference;
}

double ulp_distance(double a, double b) {
    if (std::isnan(a) || std::isnan(b)) {
        return std::numeric_limits<double>::infinity();
    }
    const auto ordered = [](double x) {
        const auto bits = std::bit_cast<std::int64_t>(x);
        return bits < 0 ? std::numeric_limits<std::int64_t>::min() - bits : bits;
    };
    const auto first = static_cast<long double>(ordered(a));
    const auto second = static_cast<long double>(ordered(b));
    return static_cast<double>(std::fabs(first - second));
}

} // namespace tapir::trace
