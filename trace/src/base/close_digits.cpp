#include "base/close_digits.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tapir::trace {

namespace {

using What = DigitsTell::What;

constexpr bool is_decimal_digit(char c) {
    return c >= '0' && c <= '9';
}

/// What two numbers share at their beginning.
struct Front {
    std::size_t bytes = 0;
    int digits = 0; ///< significant ones
    int lead = 0;   ///< the first of them; 0: there is none yet
    bool point = false;
    bool begun = false; ///< a digit was seen, zero or not
};

Front shared_front(std::string_view one, std::string_view other) {
    Front front;
    const std::size_t most = std::min(one.size(), other.size());
    std::size_t at = most > 0 && one[0] == '-' && other[0] == '-' ? 1 : 0;
    for (; at < most && one[at] == other[at]; ++at) {
        const char c = one[at];
        if (is_decimal_digit(c)) {
            front.lead = front.lead == 0 ? c - '0' : front.lead;
            front.digits += front.lead > 0 ? 1 : 0;
            front.begun = true;
        } else if (c == '.' && !front.point && front.begun) {
            front.point = true;
        } else {
            break;
        }
    }
    front.bytes = at;
    return front;
}

/// The length of the exponent at the beginning of a text, of a number that is surely neither
/// infinite nor zero; 0 where there is none, and npos where it is another.
std::size_t exponent_length(std::string_view text) {
    if (text.empty() || text[0] != 'e') {
        return 0;
    }
    constexpr std::size_t most = 2; // digits
    const std::size_t begin = text.size() > 1 && (text[1] == '-' || text[1] == '+') ? 2 : 1;
    std::size_t end = begin;
    while (end < text.size() && is_decimal_digit(text[end])) {
        ++end;
    }
    return end == begin || end - begin > most ? std::string_view::npos : end;
}

bool ends(std::string_view text, std::size_t at) {
    return at == text.size() || text[at] == ' ';
}

/// The digits in which they differ.
struct Tail {
    std::int64_t value = 0;
    int digits = 0;
};

Tail tail_of(std::string_view text) {
    constexpr int most = 9;
    Tail tail;
    for (std::size_t at = 0; at < text.size() && is_decimal_digit(text[at]) && tail.digits <= most;
         ++at) {
        constexpr std::int64_t ten = 10;
        tail.value = tail.value * ten + (text[at] - '0');
        ++tail.digits;
    }
    return tail;
}

constexpr int most_digits = 18; // of a number without its point

double power(int exponent) {
    static constexpr std::array<double, most_digits + 1> powers{
        1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8, 1e9,
        1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18};
    return powers[static_cast<std::size_t>(exponent)];
}

/// Whether numbers that go on differently lie apart by more than doubles do, and by no more than
/// is allowed.
bool surely_close(const Front& front, const Tail& a, const Tail& b, double relative) {
    const int longer = std::max(a.digits, b.digits);
    if (!front.point || front.lead == 0 || front.digits + longer > most_digits) {
        return false;
    }
    const double difference = std::fabs(static_cast<double>(a.value) * power(longer - a.digits) -
                                        static_cast<double>(b.value) * power(longer - b.digits));
    // the number without its point lies between the first digit and the next, times this
    const double unit = power(front.digits + longer - 1);
    constexpr double spacing = 0x1p-52; // of doubles, relative, at most
    constexpr double safely = 1.001;
    return difference > safely * spacing * (front.lead + 1) * unit &&
           safely * difference <= relative * front.lead * unit;
}

} // namespace

DigitsTell digits_tell(std::string_view one, std::string_view other, double relative) {
    const Front front = shared_front(one, other);
    if (!front.begun) {
        return {};
    }
    const std::string_view rest_of_one = one.substr(front.bytes);
    const std::string_view rest_of_other = other.substr(front.bytes);
    const Tail a = tail_of(rest_of_one);
    const Tail b = tail_of(rest_of_other);
    const auto digits_a = static_cast<std::size_t>(a.digits);
    const auto digits_b = static_cast<std::size_t>(b.digits);
    const std::size_t exponent = exponent_length(rest_of_one.substr(digits_a));
    if (exponent == std::string_view::npos ||
        rest_of_one.substr(digits_a, exponent) != rest_of_other.substr(digits_b, exponent) ||
        !ends(rest_of_one, digits_a + exponent) || !ends(rest_of_other, digits_b + exponent)) {
        return {};
    }
    const std::size_t end = front.bytes + exponent;
    if (digits_a == 0 && digits_b == 0) {
        return {What::same, end, end};
    }
    return surely_close(front, a, b, relative)
               ? DigitsTell{What::close, end + digits_a, end + digits_b}
               : DigitsTell{};
}

} // namespace tapir::trace
