// Signs that look like decoration and are not: what only they tell apart is not green.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tapir/trace/verdict/text_comparison.hpp"

namespace {

using namespace tapir::trace;

struct MarkedPair {
    const char* reference;
    const char* candidate;
};

Verdict verdict_of(const std::string& reference, const std::string& candidate) {
    return compare_texts({"reference.log", reference}, {"candidate.log", candidate}, {}).verdict;
}

/// Pairs that are not the same, either way round, alone and above a line that agrees.
void marks_never_green(const std::vector<MarkedPair>& pairs) {
    for (const auto& [reference, candidate] : pairs) {
        for (const std::string below : {"", "\nE 3\nF 4\n"}) {
            const std::string one = reference + below, other = candidate + below;
            CAPTURE(one);
            CAPTURE(other);
            CHECK(verdict_of(one, other) != Verdict::parity);
            CHECK(verdict_of(other, one) != Verdict::parity);
        }
    }
}

void marks_always_green(const std::vector<MarkedPair>& pairs) {
    for (const auto& [reference, candidate] : pairs) {
        CAPTURE(reference);
        CAPTURE(candidate);
        CHECK(verdict_of(reference, candidate) == Verdict::parity);
        CHECK(verdict_of(candidate, reference) == Verdict::parity);
    }
}

} // namespace

TEST_CASE("compare_texts: signs are no rule") {
    marks_never_green({{"spins\n+ - + - +\nx 3", "spins\n- + - + -\nx 3"},
                       {"x 1\n+-+-+", "x 1\n-+-+-"},
                       {"gene\n++--", "gene\n--++"},
                       {"a,b,c,d,e\n+,-,+,-,+\n1,2,3,4,5", "a,b,c,d,e\n-,+,-,+,-\n1,2,3,4,5"},
                       {"x 1\n+++++\n+++++\n+++++", "x 1\n-----\n-----\n-----"},
                       {"x 1\n-----\n-----\n-----", "x 1\n------\n------\n------"},
                       {"a b c d e\n1 2 3 4 5\n- - - - -", "a b c d e\n1 2 3 4 5"},
                       {">gene 1\n----", ">gene 1\n------"},
                       {">gene 1\nACGT----AC", ">gene 1\nACGT------AC"},
                       {"x 1\n+---+---+", "x 1\n+---+   +"},
                       {"maze 1\n| |   |", "maze 1\n|   | |"},
                       {"a ---- 3", "a 3"}});
}

TEST_CASE("compare_texts: a rule that underlines or frames a text says nothing") {
    marks_always_green({{"Results\n-------\nE 3\n", "Results\n---------\nE 3\n"},
                        {"a   b\n--- ---\n1   2\n", "a   b\n1   2\n"},
                        {"+----+----+\n| a  | b  |\n+----+----+\n| 1  | 2  |\n+----+----+\n",
                         "| a | b |\n|---|---|\n| 1 | 2 |\n"},
                        {"| a |\n|---|\n| 1 |\n", "| a |\n|------|\n| 1 |\n"},
                        {"a | 1 |\n|  |   |   |\n", "a | 1 |\n|   |     |  |\n"},
                        {"a | b\n----+-----\n1 | 2\n", "a | b\n=====\n1 | 2\n"},
                        {"---- Step 5 ----\nE 3\n", "------- Step 5 ---------\nE 3\n"}});
}

TEST_CASE("compare_texts: a statement behind a comment mark is none") {
    marks_never_green({{"a = 1\n# b = 2", "a = 1\nb = 2"},
                       {"a = 1\n; b = 2", "a = 1\nb = 2"},
                       {"1 2\n# 3 4", "1 2\n3 4"}});
    marks_always_green(
        {{"# x y\n1 2\n3 4\n", "x y\n1 2\n3 4\n"}, {"# a = 1\n# b = 2\n", "a = 1\nb = 2\n"}});
}

TEST_CASE("compare_texts: marks about numbers") {
    marks_never_green({{"3' end", "3\" end"},
                       {"3' end", "3 end"},
                       {"x in [0,1)", "x in (0,1]"},
                       {"x in [0,1)", "x in [0,1]"},
                       {"x in [0,1)", "x in 0,1"},
                       {"profit (3.50)", "profit 3.50"},
                       {"a = 3", "a == 3"}});
    marks_always_green({{"x = (1, 2)\n", "x = [1, 2]\n"},
                        {"x = (1, 2)\n", "x = 1 2\n"},
                        {"x = '3'\n", "x = \"3\"\n"},
                        {"x '3'\n", "x 3\n"}});
}

// Each is read in a time that grows with its length, not with the square of it.
TEST_CASE("compare_texts: long lines of signs") {
    for (const std::string sign : {"- ", "---- ", "== ", "' ", "\"", "# ", "+ ", ",\""}) {
        std::string text = "a ";
        for (int i = 0; i < 200000; ++i) {
            text += sign;
        }
        CAPTURE(sign);
        CHECK(verdict_of(text + "x 1\n", text + "x 2\n") == Verdict::divergence);
    }
}

TEST_CASE("compare_texts: exponents of any length") {
    marks_never_green({{"x 1e99999", "x 1e9999999999"},
                       {"x 1e-99999", "x 1e-99999999999999999999"},
                       {"x 1e-99999999999999999999", "x 1e-99999999999999999998"},
                       {"x 1e99999999999999999999", "x inf"},
                       {"x 1e-99999999999999999999", "x 0"}});
    marks_always_green({{"x 1e99999999999999999999\ny 1\n", "x 1e+0099999999999999999999\ny 1\n"}});
}

TEST_CASE("compare_texts: control bytes are compared") {
    marks_never_green({{"x\x01y 1", "x\x02y 1"}, {"x \x01 1", "x 1 1"}, {"x\x7f 1", "x 1"}});
    CHECK(verdict_of("x\x01y 1\n", "x\x01y 1\n") == Verdict::parity);
}

TEST_CASE("compare_texts: cells that only quotes, commas or columns tell apart") {
    marks_never_green({{"a,b\n1,2", "a,b\n1,2,"},
                       {"\"1,2\",3", "1,\"2,3\""},
                       {"\"x,y\",1", "x,y,1"},
                       {"a b c\n1 2 3\n1   3", "a b c\n1 2 3\n1 3"},
                       {"a b c\n1   3", "a b c\n1 3"}});
    marks_always_green(
        {{"a = 1, 2, 3,\n 4\n", "a = 1, 2,\n 3, 4\n"}, {"x,y\n\"1\",2\n", "x,y\n1,2\n"}});
}
