// Long lines: every number of them is compared, counted and named, and many are no more than one.
#include <doctest/doctest.h>

#include <string>

#include "tapir/trace/verdict/text_comparison.hpp"
#include "text_kinds/trial.hpp"

namespace {

using namespace tapir::trace;
using tapir::test::compared;

/// So many numbers from `first` on, each with six decimals.
std::string numbers(long count, long first) {
    std::string text;
    for (long i = 0; i < count; ++i) {
        text += " 0." + std::to_string(1000000 + (first + 7919 * i) % 900000).substr(1);
    }
    return text;
}

std::string lines(long count, long length, long first) {
    std::string text;
    for (long i = 0; i < count; ++i) {
        text += "row" + std::to_string(i) + " =" + numbers(length, first + 13 * i) + "\n";
    }
    return text;
}

} // namespace

TEST_CASE("compare_texts: 200,000 numbers of one line that all differ") {
    constexpr int count = 200'000;
    const Comparison comparison = compared(lines(1, count, 0), lines(1, count, 1));
    CHECK(comparison.verdict == Verdict::divergence);
    CHECK(comparison.compared == count);
    CHECK(comparison.departing == count);
    REQUIRE(!comparison.roots.empty());
    CHECK(comparison.roots.front().key.find("row0") == 0);
    CHECK(comparison.roots.front().reference_line == 1);
    CHECK(comparison.roots.front().candidate_line == 1);
}

TEST_CASE("compare_texts: one number of a line of 200,000") {
    constexpr int count = 200'000;
    const std::string sound = lines(1, count, 0);
    std::string faulty = sound;
    faulty[faulty.size() - 4] = faulty[faulty.size() - 4] == '5' ? '6' : '5';
    CHECK(compared(sound, sound).verdict == Verdict::parity);
    const Comparison comparison = compared(sound, faulty);
    CHECK(comparison.verdict == Verdict::divergence);
    CHECK(comparison.departing == 1);
    CHECK(comparison.roots.size() == 1);
}

TEST_CASE("compare_texts: as many numbers with a name each on one line") {
    constexpr int count = 20'000;
    const auto named = [](long first) {
        std::string text;
        for (long i = 0; i < count; ++i) {
            text += "v" + std::to_string(i) + "=" + numbers(1, first + 17 * i) + " ";
        }
        return text + "\n";
    };
    const Comparison comparison = compared(named(0), named(1));
    CHECK(comparison.verdict == Verdict::divergence);
    CHECK(comparison.departing == count);
    REQUIRE(!comparison.roots.empty());
    CHECK(comparison.roots.front().key == "v0");
}

TEST_CASE("compare_texts: many long lines, all of whose numbers differ, or one") {
    constexpr int rows = 200, length = 1000;
    const std::string sound = lines(rows, length, 0);
    const Comparison all = compared(sound, lines(rows, length, 1));
    CHECK(all.verdict == Verdict::divergence);
    CHECK(all.departing == rows * length);
    std::string faulty = sound;
    const std::size_t at = faulty.find('.', faulty.find("row150 =")) + 3;
    faulty[at] = faulty[at] == '5' ? '6' : '5';
    const Comparison one = compared(sound, faulty);
    CHECK(one.verdict == Verdict::divergence);
    CHECK(one.departing == 1);
    REQUIRE(one.roots.size() == 1);
    CHECK(one.roots.front().reference_line == 151);
}

// What a line says of itself as a whole is found once, not by each number that asks.
TEST_CASE("compare_texts: a line of 400,000 bytes that says one thing again and again") {
    constexpr std::size_t size = 400'000;
    for (const std::string part : {"step 3 ", "2026-01-05T10:20:30 ", "a=1.5 ", "hkl= 1 2 3 ",
                                   "5 s ", "pid=1 b=2 ", "12:30:15 ", "Mon Jan 5 10:20:30 2026 "}) {
        CAPTURE(part);
        std::string line;
        while (line.size() < size) {
            line += part;
        }
        const Comparison sound = compared(line + "\nx = 1.5\n", line + "\nx = 1.50\n");
        CHECK(sound.verdict == Verdict::parity);
        const Comparison faulty = compared(line + "\nx = 1.5\n", line + "\nx = 1.25\n");
        CHECK(faulty.verdict == Verdict::divergence);
        CHECK(faulty.departing == 1);
        REQUIRE(faulty.roots.size() == 1);
        CHECK(faulty.roots.front().reference_line == 2);
    }
}
