#include "decimal.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace tapir::test {

namespace {

/// sign 0.digits x 10^exponent, with no zero at the head; all digits gone for zero.
struct Decimal {
    bool negative = false;
    std::string digits;
    long exponent = 0;
    std::size_t decimals = 0; ///< as written
};

Decimal read(std::string text) {
    Decimal decimal;
    if (text.front() == '-' || text.front() == '+') {
        decimal.negative = text.front() == '-';
        text.erase(0, 1);
    }
    if (const std::size_t e = text.find_first_of("eEdDqQ"); e != std::string::npos) {
        decimal.exponent = std::strtol(text.c_str() + e + 1, nullptr, 10);
        text.resize(e);
    }
    const std::size_t point = std::min(text.find('.'), text.size());
    decimal.decimals = point < text.size() ? text.size() - point - 1 : 0;
    decimal.exponent += static_cast<long>(point);
    decimal.digits = text.substr(0, point) + (point < text.size() ? text.substr(point + 1) : "");
    const std::size_t zeros =
        std::min(decimal.digits.find_first_not_of('0'), decimal.digits.size());
    decimal.digits.erase(0, zeros);
    decimal.exponent -= static_cast<long>(zeros);
    return decimal;
}

} // namespace

std::string with_exponent(const std::string& fixed) {
    const Decimal decimal = read(fixed);
    if (decimal.digits.empty()) {
        return fixed + "e+00";
    }
    std::array<char, 32> exponent{};
    std::snprintf(exponent.data(), exponent.size(), "e%+03ld", decimal.exponent - 1);
    return (decimal.negative ? "-" : "") + decimal.digits.substr(0, 1) +
           (decimal.digits.size() > 1 ? "." + decimal.digits.substr(1) : "") + exponent.data();
}

std::string without_exponent(const std::string& text) {
    const Decimal decimal = read(text);
    const auto size = static_cast<long>(decimal.digits.size());
    if (size == 0 || decimal.exponent > 15 || decimal.exponent < -8) {
        return text;
    }
    const std::string sign = decimal.negative ? "-" : "";
    if (decimal.exponent <= 0) {
        return sign + "0." + std::string(static_cast<std::size_t>(-decimal.exponent), '0') +
               decimal.digits;
    }
    std::string digits = decimal.digits;
    if (decimal.exponent >= size) {
        return sign + digits + std::string(static_cast<std::size_t>(decimal.exponent - size), '0') +
               ".0";
    }
    return sign + digits.insert(static_cast<std::size_t>(decimal.exponent), ".");
}

bool same_decimal(const std::string& a, const std::string& b) {
    const auto bare = [](Decimal decimal) {
        decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
        return decimal;
    };
    const Decimal one = bare(read(a)), two = bare(read(b));
    if (one.digits.empty() || two.digits.empty()) {
        return one.digits.empty() && two.digits.empty();
    }
    return one.negative == two.negative && one.digits == two.digits && one.exponent == two.exponent;
}

} // namespace tapir::test
