#include "tapir/engine/numbers/decimal_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace tapir::engine {

namespace {

/// Digits before and after the point of any double, and one for a carry.
constexpr std::size_t whole_digits = 310, fraction_digits = 1075;
using Digits = std::array<int, whole_digits + fraction_digits>;

/// All decimal digits of |x|, which are finite in number, times a sign.
void add_digits(double x, int sign, Digits& digits) {
    std::array<char, whole_digits + fraction_digits + 8> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), std::fabs(x),
                                   std::chars_format::fixed, static_cast<int>(fraction_digits))
                         .ptr;
    const auto point = std::find(text.data(), end, '.');
    std::size_t place = whole_digits - static_cast<std::size_t>(point - text.data());
    for (const char* c = text.data(); c != end; ++c) {
        if (*c != '.') {
            digits[place++] += sign * (*c - '0');
        }
    }
}

/// Brings every digit into 0 to 9; the number is not below 0.
void carry(Digits& digits) {
    constexpr int ten = 10;
    for (std::size_t i = digits.size(); i-- > 1;) {
        const int over = digits[i] < 0 ? -1 : digits[i] / ten;
        digits[i] -= over * ten;
        digits[i - 1] += over;
    }
}

} // namespace

std::string decimal_text(const DoubleDouble& value, int digits) {
    if (!std::isfinite(value.high()) || value.high() == 0) {
        return std::isnan(value.high()) ? "nan"
               : value.high() == 0      ? "0"
               : value.high() < 0       ? "-inf"
                                        : "inf";
    }
    const int sign = value.high() < 0 ? -1 : 1;
    Digits all{};
    add_digits(value.high(), 1, all);
    add_digits(value.low(), value.low() < 0 ? -sign : sign, all);
    carry(all);
    const auto count = static_cast<std::size_t>(digits);
    const auto is_not_0 = [](int digit) { return digit != 0; };
    auto first = std::find_if(all.begin(), all.end(), is_not_0);
    const auto last = first + static_cast<std::ptrdiff_t>(
                                  std::min(count, static_cast<std::size_t>(all.end() - first)));
    constexpr int half = 5;
    if (last != all.end() && *last >= half) { // a half goes up: the rest of it is next to never 0
        ++*(last - 1);
        std::fill(last, all.end(), 0);
        carry(all);
        first = std::find_if(all.begin(), all.end(), is_not_0);
    }
    std::string text = sign < 0 ? "-" : "";
    for (std::size_t i = 0; i < count && first + static_cast<std::ptrdiff_t>(i) != all.end(); ++i) {
        text += static_cast<char>('0' + *(first + static_cast<std::ptrdiff_t>(i)));
        text += i == 0 && count > 1 ? "." : "";
    }
    const auto exponent =
        static_cast<int>(whole_digits) - 1 - static_cast<int>(first - all.begin());
    return text + "e" + std::to_string(exponent);
}

} // namespace tapir::engine
