// Every tricky token against every other, wherever tokens stand: what is not the same is not green.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "text_kinds/trial.hpp"

namespace {

using namespace tapir::test;
using tapir::trace::Verdict;

/// Tokens that say the same stand in one list; two lists say different things.
const std::vector<std::vector<std::string>>& meanings() {
    static const std::vector<std::vector<std::string>> all{
        {"0", "0.0", "-0.0", "0e5"},
        {"1", "1.0", "+1", "1d0"},
        {"-1"},
        {"1.5", "1.50", "+1.5", "0.15e1"},
        {"-1.5", "\u22121.5"},
        {"15", "1.5e1"},
        {"0.15", ".15", "1.5E-01"},
        {"100000", "1e5", "1.0D+05"},
        {"1e-5", "0.00001"},
        {"1e400"},
        {"1e401"},
        {"1e-400"},
        {"inf", "Infinity"},
        {"-inf", "-Infinity"},
        {"nan"},
        {"none"},
        {"null"},
        {"true", "True", ".true."},
        {"false", "False"},
        {"yes"},
        {"no"},
        {"on"},
        {"off"},
        {"***"},
        {"******"},
        {"1.2.3"},
        {"1.2.4"},
        {"10.0.0.1"},
        {"2x2"},
        {"2x3"},
        {"3-5"},
        {"3-6"},
        {"10%"},
        {"10"},
        {"11%"},
        {"1/2"},
        {"1/3"},
        {"0xff"},
        {"0xfe"},
        {"1.5Pa"},
        {"1.5kPa"},
        {"1.6Pa"},
        {"H2O"},
        {"H3O"},
        {"x1"},
        {"x2"},
        {"1+2j", "1+2i"},
        {"1-2j"},
        {"\u03b1"},
        {"\u03b2"},
        {"A"},
        {"a"},
        {"9007199254740993"},
        {"9007199254740992"},
        {"0.1", "0.10000000000000001"},
        {"0.1000000000000001"},
        {"1.234(5)"},
        {"1.234(6)"},
        {"<1"},
        {">1"},
        {"~1"},
        {"!x"},
        {"a_b"},
        {"a-b"},
        {"a.b"},
        {"3rd"},
        {"4th"},
        {"1.0-100", "1.0E-100"},
        {"1.0-101"},
        {"II"},
        {"III"},
        {"deadbeef"},
        {"deadbeee"},
        {"4567e12"},
        {"4567e13"},
        {"a@b"},
        {"a@c"},
        {"2026-13-45"},
        {"2026-13-46"},
        {"25:61:61"},
        {"25:61:62"},
        {"@"},
        {"&"},
        {"x^2"},
        {"x^3"},
        {"5K"},
        {"6K"},
        {"$5"},
        {"$6"},
        {"\u00e9t\u00e9"},
        {"\u65e5\u672c"},
        {"\u65e5\u66dc"},
    };
    return all;
}

const std::vector<std::string>& surroundings() {
    static const std::vector<std::string> all{
        "x = %\ny = 2.5\n",
        "name   a    b\nrow    %  2.5\nline  1.25 3.5\n",
        "v = [1.25, %, 3.5]\n",
        "{\"a\": \"%\", \"b\": 2}\n",
        "a,%,c\n1,2,3\n",
        "INFO: the value is % now\nz 1\n",
        "step 1 e %\nstep 2 e 3.5\nstep 3 e 4.5\n",
        "%\n2.5\n",
        "| % | 4 |\n| 2 | 5 |\n",
        "<v>%</v>\n<w>1</w>\n",
        "# %\n1 2\n3 4\n",
        "p: % K\nq: 2 K\n",
        "[%] x 5\n[9] x 6\n",
        "a = 1; b = %; c = 3\n",
        "energy =\n  %\nforce =\n  2\n",
        "wall % s\nx 1\n", // words that make a time of a number only make it of numbers
    };
    return all;
}

std::string placed(const std::string& surrounding, const std::string& token) {
    std::string text = surrounding;
    return text.replace(text.find('%'), 1, token);
}

/// The durations of a run are not compared, so numbers behind "wall" are left out.
bool is_asked(const std::string& surrounding, const std::string& a, const std::string& b) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto numeric = [&](const std::string& text) {
        return is_digit(text.front()) || is_digit(text.back());
    };
    return surrounding.find("wall") == std::string::npos || (!numeric(a) && !numeric(b));
}

} // namespace

TEST_CASE("compare_texts: no token is taken for another") {
    Values random{11};
    int pairs = 0, green = 0;
    const long chance = 9; // one pair in so many, all of them where more is asked for
    for (const std::string& surrounding : surroundings()) {
        for (const auto& one : meanings()) {
            for (const auto& two : meanings()) {
                if (&one == &two || !is_asked(surrounding, one.front(), two.front()) ||
                    (hunt_factor() == 1 && random.whole(1, chance) > 1)) {
                    continue;
                }
                const std::string reference = placed(surrounding, *one_of(one, random));
                const std::string candidate = placed(surrounding, *one_of(two, random));
                ++pairs;
                if (compared(reference, candidate).verdict == Verdict::parity && ++green < 40) {
                    FAIL_CHECK("green: " << reference << "| " << candidate);
                }
            }
        }
    }
    CHECK(green == 0);
    CHECK(pairs > 12000);
}

TEST_CASE("compare_texts: a token in another spelling is no divergence") {
    int pairs = 0;
    for (const std::string& surrounding : {surroundings()[0], surroundings()[13]}) {
        for (const auto& meaning : meanings()) {
            for (const std::string& spelling : meaning) {
                CAPTURE(meaning.front());
                CAPTURE(spelling);
                const auto comparison =
                    compared(placed(surrounding, meaning.front()), placed(surrounding, spelling));
                // what is no finite number is never agreement
                const bool finite =
                    spelling != "nan" && meaning.front() != "inf" && meaning.front() != "-inf";
                CHECK((comparison.verdict == Verdict::divergence) == !finite);
                ++pairs;
            }
        }
    }
    CHECK(pairs > 200);
}
