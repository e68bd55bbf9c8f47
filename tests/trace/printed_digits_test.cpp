// The number of digits that a text trace is printed with, as its numbers show it.
#include <doctest/doctest.h>

#include <cstdio>
#include <random>
#include <string>

#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/format/read_trace.hpp"

namespace {

using namespace tapir::trace;

/// Lines of a trace: computed numbers printed with so many digits, zeros at the end dropped.
std::string computed(int lines, int digits) {
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> uniform(-1, 1);
    std::string text;
    for (int i = 0; i < lines; ++i) {
        text +=
            "TRACE_C: value" + std::to_string(i) + " " + general(uniform(random), digits) + "\n";
    }
    return text;
}

/// The 64 neighbours of an interpolation, as a reflection list has them.
std::string short_numbers() {
    std::string text;
    for (int i = 0; i < 64; ++i) {
        text += "TRACE_C: neighbour" + std::to_string(i) + " " + std::to_string(100 + 3 * i) + "." +
                std::to_string(11 + i) + "\n";
    }
    return text;
}

int digits_of(const std::string& text) {
    return parse_trace(text, "a trace", "").digits;
}

} // namespace

TEST_CASE("printed digits: seen from 6 to 14, whatever short numbers stand beside them") {
    for (int digits = 6; digits <= 14; ++digits) {
        CAPTURE(digits);
        CHECK(digits_of(computed(40, digits)) == digits);
        if (digits > 7) { // five digits are nearly seven
            CHECK(digits_of(computed(30, digits) + short_numbers()) == digits);
        }
    }
}

TEST_CASE("printed digits: few numbers, or numbers of any length, are taken as of fifteen") {
    CHECK(digits_of(computed(11, 9)) == 15);
    CHECK(digits_of(short_numbers()) == 15);
    std::string mixed;
    for (int digits = 5; digits <= 9; ++digits) {
        mixed += computed(13, digits);
    }
    CHECK(digits_of(mixed) == 15);
    CHECK(digits_of(computed(40, 9) + computed(1, 15)) == 15);
    CHECK(digits_of(computed(40, 17)) == 17);
}
