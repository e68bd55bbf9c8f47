// Long texts, and more than one fault at once.
#include <doctest/doctest.h>

#include <algorithm>
#include <ctime>
#include <string>
#include <vector>

#include "text_kinds/trial.hpp"

namespace {

using namespace tapir::test;
using tapir::trace::Comparison;
using tapir::trace::Verdict;

std::string joined_lines(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += line + "\n";
    }
    return text;
}

/// Numbers with few digits, so that many of them are equal.
std::vector<std::string> column(std::size_t size) {
    Values values{5};
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < size; ++i) {
        lines.push_back(std::to_string(values.whole(100, 999)).insert(1, "."));
    }
    return lines;
}

std::string keys_of(const Comparison& comparison) {
    std::string keys;
    for (const auto& root : comparison.roots) {
        keys += root.kind + "/" + root.key + " ";
    }
    return keys;
}

} // namespace

TEST_CASE("compare_texts: a line missing in a long column shifts nothing") {
    const std::vector<std::string> sound = column(20000);
    CHECK(compared(joined_lines(sound), joined_lines(sound)).verdict == Verdict::parity);
    for (const std::size_t at : {7U, 9999U, 19990U}) {
        CAPTURE(at);
        std::vector<std::string> faulty = sound;
        faulty.erase(faulty.begin() + static_cast<long>(at));
        const Comparison missing = compared(joined_lines(sound), joined_lines(faulty));
        CHECK(missing.verdict != Verdict::parity);
        // equal neighbours may stand for each other, so a few lines may do
        CHECK(missing.roots.size() + missing.missing.size() + missing.extra.size() <= 3);
        const Comparison extra = compared(joined_lines(faulty), joined_lines(sound));
        CHECK(extra.verdict != Verdict::parity);
        CHECK(extra.roots.size() + extra.missing.size() + extra.extra.size() <= 3);
    }
}

TEST_CASE("compare_texts: a value changed in a long column is named at its line") {
    const std::vector<std::string> sound = column(20000);
    std::vector<std::string> faulty = sound;
    faulty[12345] = "0.5";
    const Comparison comparison = compared(joined_lines(sound), joined_lines(faulty));
    CHECK(comparison.verdict == Verdict::divergence);
    REQUIRE(comparison.roots.size() == 1);
    CHECK(comparison.roots.front().reference_line == 12346);
    CHECK(comparison.roots.front().candidate_line == 12346);
}

TEST_CASE("compare_texts: each of several faults is named") {
    const std::string sound = "mass = 1.5\nspeed = 2.5\nlength = 3.5\nangle = 4.5\nheat = 5.5\n";
    const std::string faulty = "mass = 1.6\nspeed = 2.5\nlength = 3.7\nangle = 4.5\nheat = nan\n";
    const Comparison comparison = compared(sound, faulty);
    CHECK(comparison.verdict == Verdict::divergence);
    const std::string keys = keys_of(comparison);
    for (const char* key : {"mass", "length", "heat"}) {
        CAPTURE(key);
        CHECK(keys.find(key) != std::string::npos);
    }
    CHECK(keys.find("speed") == std::string::npos);
}

TEST_CASE("compare_texts: NaN on both sides hides nothing else") {
    const std::string sound = "a = nan\nb = 2.5\nc = 3.5\n",
                      faulty = "a = nan\nb = 2.5\nc = 3.75\n";
    const Comparison comparison = compared(sound, faulty);
    CHECK(comparison.verdict == Verdict::divergence);
    CHECK(keys_of(comparison).find("c ") != std::string::npos);
}

TEST_CASE("compare_texts: last digits never stand before a fault") {
    std::string sound, faulty;
    for (int i = 0; i < 20; ++i) {
        const std::string key = "v" + std::to_string(i) + " = ";
        sound += key + "0.123456789012345671\n";
        faulty += key + (i == 15 ? "0.223456789012345671\n" : "0.123456789012345691\n");
    }
    const Comparison comparison = compared(sound, faulty);
    CHECK(comparison.verdict == Verdict::divergence);
    REQUIRE(!comparison.roots.empty());
    CHECK(comparison.roots.front().key.find("v15") != std::string::npos);
}

namespace {

/// An array of one line, as JSON prints it.
std::string one_line(long count, unsigned seed) {
    Values values{seed};
    std::string text = "{\"v\": [";
    for (long i = 0; i < count; ++i) {
        text += (i > 0 ? ", " : "") + std::to_string(values.next());
    }
    return text + "]}\n";
}

std::string many_lines(long count, unsigned seed) {
    std::string text = one_line(count, seed);
    std::replace(text.begin(), text.end(), ' ', '\n');
    return text;
}

/// Processor time for two texts of which every number differs [s].
template <class Shape>
double seconds(Shape shape, long count) {
    const std::string one = shape(count, 1), two = shape(count, 2);
    const std::clock_t start = std::clock();
    CHECK(compared(one, two).verdict != Verdict::parity);
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

} // namespace

// Two times of one run: eight times as much takes about eight times as long, and not 64 times.
TEST_CASE("compare_texts: the time grows as the length of a line") {
    CHECK(seconds(one_line, 16000) < 25 * (seconds(one_line, 2000) + 0.002));
}
TEST_CASE("compare_texts: the time grows as the number of lines") {
    CHECK(seconds(many_lines, 32000) < 25 * (seconds(many_lines, 4000) + 0.002));
}
