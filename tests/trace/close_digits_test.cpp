#include "base/close_digits.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <random>
#include <string>

#include "tapir/trace/base/number_text.hpp"

/// What two numbers' digits say without reading them is what reading them says.
namespace {

using namespace tapir::trace;

bool close(const std::string& one, const std::string& other, double relative) {
    const DigitsTell told = digits_tell(one, other, relative);
    if (told.what == DigitsTell::What::close) {
        CHECK(told.one == one.size());
        CHECK(told.other == other.size());
    }
    return told.what == DigitsTell::What::close;
}

bool same(const std::string& one, const std::string& other) {
    return digits_tell(one, other, 0).what == DigitsTell::What::same;
}

std::string printed(double value, int digits) {
    std::array<char, 64> buffer{};
    static_cast<void>(std::snprintf(buffer.data(), buffer.size(), "%.*g", digits, value));
    return buffer.data();
}

} // namespace

TEST_CASE("close digits: what is sure, and what is left to the reader") {
    CHECK(close("0.12345678901234567", "0.12345678901234678", 1e-12));
    CHECK(close("-123.45678901234567", "-123.4567890123467", 1e-12));
    CHECK(close("1.2345678901234e-12", "1.2345678901239e-12", 1e-12));
    CHECK_FALSE(close("0.12345678901234567", "0.12345678901334567", 1e-13)); // too far
    CHECK_FALSE(close("0.12345678901234567", "0.12345678901234568", 1e-12)); // maybe one double
    CHECK_FALSE(close("1.2345678901234e-12", "1.2345678901234e-13", 1e-1));  // another exponent
    CHECK_FALSE(close("1.2345678901234e-300", "1.2345678901239e-300", 1e-12));
    CHECK_FALSE(close("12345", "12346", 1e-3));         // counts
    CHECK_FALSE(close("0.0000001", "0.0000002", 1e-3)); // nothing is shared
    CHECK_FALSE(close("1.23456789012x", "1.23456789018x", 1e-6));
    CHECK_FALSE(close("1.2.3456789012", "1.2.3456789018", 1e-6));
    CHECK_FALSE(close("nan", "nan0", 1));
    CHECK_FALSE(close("1.5", "1.50", 1e-3)); // one number
    CHECK_FALSE(close("1.5", "-1.5", 1e-3));
}

TEST_CASE("close digits: the same text is the same number, if it is one") {
    for (const std::string number : {"0", "-0", "1.5", "-12.", "3e5", "1.25e-12", "0.000"}) {
        CAPTURE(number);
        CHECK(same(number, number));
        CHECK(same(number + " 7", number + " 8"));
        CHECK_FALSE(same(number + "x", number + "x"));
    }
    for (const std::string no_number :
         {"", " ", "nan", "-inf", "e5", ".5", "1e999", "1e", "1..2", "--1", "1.5\t", "0x1p3"}) {
        CAPTURE(no_number);
        CHECK_FALSE(same(no_number, no_number));
    }
    CHECK_FALSE(same("1.5", "-1.5"));
    CHECK_FALSE(same("1.5", "1.50"));
}

TEST_CASE("close digits: never sure of what reading denies") {
    std::mt19937_64 random(20251128);
    std::uniform_real_distribution<double> mantissa(1, 10);
    std::uniform_int_distribution<int> exponent(-30, 30);
    std::uniform_int_distribution<int> distance(-17, -2);
    std::uniform_int_distribution<int> digits(9, 17);
    int sure = 0;
    constexpr int pairs = 200000;
    for (int i = 0; i < pairs; ++i) {
        const double a = mantissa(random) * std::pow(10, exponent(random) / (i % 3 == 0 ? 1 : 10));
        const double b = a * (1 + (mantissa(random) - 5) * std::pow(10, distance(random)));
        const double relative = std::pow(10, distance(random));
        const std::string one = printed(a, digits(random));
        const std::string other = printed(b, digits(random));
        if (close(one, other, relative)) {
            ++sure;
            const double x = std::stod(one);
            const double y = std::stod(other);
            REQUIRE(x != y);
            REQUIRE(std::fabs(x - y) <= relative * std::max(std::fabs(x), std::fabs(y)));
        }
    }
    CHECK(sure > pairs / 10);
}

TEST_CASE("close digits: an exponent of one side alone is beyond the other's end") {
    const std::string one = "1.2345e-10";
    for (const char* shorter : {"1.2345", "1.23", "1.2346", "1.2345e", "1.2345e-1"}) {
        CAPTURE(shorter);
        const std::string other(shorter); // the sanitizers see a byte read behind it
        CHECK(digits_tell(one, other, 1e-9).what == DigitsTell::What::nothing);
        CHECK(digits_tell(other, one, 1e-9).what == DigitsTell::What::nothing);
    }
}
