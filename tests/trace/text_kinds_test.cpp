#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "text_kinds/trial.hpp"

namespace {

using namespace tapir::test;

std::string joined(const std::vector<std::string>& list) {
    std::string text;
    for (const std::string& one : list) {
        text += "\n  " + one;
    }
    return text;
}

/// Every sound print of a family: green, or in few cases refused.
void sound(const std::vector<Kind>& kinds) {
    Tally tally;
    for (const Kind& kind : kinds) {
        try_sound(kind, 1, tally);
        for (int more = 1; more < hunt_factor(); ++more) {
            try_sound(kind, static_cast<unsigned>(more + 1), tally);
        }
    }
    MESSAGE(tally.pairs, " sound pairs of ", kinds.size(), " kinds: ", tally.green, " green, ",
            tally.refused, " refused, ", tally.red, " red", joined(tally.misplaced));
    CHECK_MESSAGE(tally.red == 0, joined(tally.failures));
    CHECK(tally.green * 100 >= tally.pairs * 95);
    CHECK(tally.pairs >= static_cast<int>(kinds.size()) * 20);
}

/// Every fault in a family: never green, and named where it stands.
void faulty(const std::vector<Kind>& kinds, int times) {
    Tally tally;
    for (const Kind& kind : kinds) {
        try_edits(kind, times, tally);
    }
    MESSAGE(tally.pairs, " faulty pairs of ", kinds.size(), " kinds: ", tally.green, " green, ",
            tally.refused, " refused, ", tally.red, " red; place right in ", tally.right_places,
            " of ", tally.asked_places, ", name in ", tally.right_keys, " of ", tally.asked_keys,
            joined(tally.misplaced));
    CHECK_MESSAGE(tally.green == 0, joined(tally.failures));
    CHECK(tally.pairs >= static_cast<int>(kinds.size()) * 19 * times);
    CHECK(tally.right_places * 100 >= tally.asked_places * 97);
    CHECK(tally.right_keys * 100 >= tally.asked_keys * 95);
}

} // namespace

// What the other tests call sound is: read by C's strtod, both prints have the same numbers.
TEST_CASE("kinds: a number style changes no number, and nothing else") {
    int numbers = 0;
    for (const auto& family :
         {dynamics_kinds(), solver_kinds(), array_kinds(), data_kinds(), document_kinds()}) {
        for (const Kind& kind : family) {
            const auto own = printed(kind, {"", Habit{}});
            const auto other = printed(kind, {"", Habit{.style = NumberStyle::other}});
            REQUIRE(own.size() == other.size());
            for (std::size_t line = 0; line < own.size(); ++line) {
                for (std::size_t piece = 0; piece < own[line].size(); ++piece) {
                    if (own[line][piece].is == Is::value) {
                        CHECK(std::strtod(own[line][piece].text.c_str(), nullptr) ==
                              std::strtod(other.at(line).at(piece).text.c_str(), nullptr));
                        ++numbers;
                    }
                }
            }
        }
    }
    CHECK(numbers > 1500);
}

TEST_CASE("compare_texts: no sound print of steps and atoms is a divergence") {
    sound(dynamics_kinds());
}
TEST_CASE("compare_texts: no sound print of iterations is a divergence") {
    sound(solver_kinds());
}
TEST_CASE("compare_texts: no sound print of arrays is a divergence") {
    sound(array_kinds());
}
TEST_CASE("compare_texts: no sound print of data formats is a divergence") {
    sound(data_kinds());
}
TEST_CASE("compare_texts: no sound print of reports is a divergence") {
    sound(document_kinds());
}

TEST_CASE("compare_texts: no fault in steps and atoms is green") {
    faulty(dynamics_kinds(), 10 * hunt_factor());
}
TEST_CASE("compare_texts: no fault in iterations is green") {
    faulty(solver_kinds(), 10 * hunt_factor());
}
TEST_CASE("compare_texts: no fault in arrays is green") {
    faulty(array_kinds(), 10 * hunt_factor());
}
TEST_CASE("compare_texts: no fault in data formats is green") {
    faulty(data_kinds(), 10 * hunt_factor());
}
TEST_CASE("compare_texts: no fault in reports is green") {
    faulty(document_kinds(), 10 * hunt_factor());
}

namespace {

std::vector<Kind> drawn(unsigned first, unsigned count) {
    std::vector<Kind> kinds;
    for (unsigned number = first; number < first + count; ++number) {
        kinds.push_back(drawn_kind(number));
    }
    return kinds;
}

} // namespace

TEST_CASE("compare_texts: no sound print of kinds drawn by lot is a divergence") {
    sound(drawn(1, 40));
}
TEST_CASE("compare_texts: no fault in kinds drawn by lot is green") {
    const auto count = static_cast<unsigned>(120 * hunt_factor());
    faulty(drawn(1000, count), 2);
}

TEST_CASE("compare_texts: no sound print of kinds it was not made with is a divergence") {
    sound(later_kinds());
}
TEST_CASE("compare_texts: no fault in kinds it was not made with is green") {
    faulty(later_kinds(), 10 * hunt_factor());
}
