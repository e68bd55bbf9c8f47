#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "align/text_pairing.hpp"
#include "align/token_alignment.hpp"
#include "format/text_lists.hpp"

namespace {

using namespace tapir::trace;

/// Two texts with all that is found between them.
struct Aligned {
    TextDocument reference, candidate;
    TextForms forms;
    TextCounters counters;
    TextPairing pairing;

    Aligned(const std::string& one, const std::string& other)
        : reference(one), candidate(other), forms(reference, candidate, {}),
          counters(reference, candidate, forms, std::vector<RuleNumber>(forms.all_slots(), 0)),
          pairing(pair_lines({reference, candidate, forms, counters}, {})) {}

    [[nodiscard]] bool is_counter(std::uint32_t line, std::size_t which) const {
        return counters.is_counter(forms.slot(forms.of_reference(reference.lines()[line]), which));
    }
};

bool counts(const std::string& text, std::uint32_t line, std::size_t which) {
    return Aligned(text, text).is_counter(line, which);
}

} // namespace

TEST_CASE("TextCounters: integers that say where a line belongs") {
    CHECK(counts("step 3\nx 1.5\n", 0, 0));
    CHECK(counts("iter=3 x 1.5\n", 0, 0));
    CHECK(counts("rho[3] = 1.5\n", 0, 0));
    CHECK(counts("[0] x = 1.5\n", 0, 0));
    CHECK(counts("atom 0: force 1.5\n", 0, 0));
    CHECK(counts("Step Temp\n0 1.5\n10 1.4\n20 1.3\n", 1, 0));
}

TEST_CASE("TextCounters: results are none") {
    CHECK_FALSE(counts("iterations 12\n", 0, 0));
    CHECK_FALSE(counts("nx = 8\n", 0, 0));
    CHECK_FALSE(counts("energy = 5.0\n", 0, 0));
    CHECK_FALSE(counts("7 1.5\n3 1.4\n5 1.3\n", 0, 0));
    CHECK_FALSE(counts("step 3\nx 1.5\n", 1, 0));
}

TEST_CASE("pair_lines: a missing line shifts nothing") {
    std::string one, other;
    for (int i = 0; i < 2000; ++i) {
        const std::string line = std::to_string(100.0 / (i + 3)) + "\n";
        one += line;
        other += i == 700 ? "" : line;
    }
    const Aligned both(one, other);
    CHECK(both.pairing.pairs.size() == 1999);
    REQUIRE(both.pairing.only_reference.size() == 1);
    CHECK(both.pairing.only_reference.front() == 700);
    CHECK(both.pairing.only_candidate.empty());
}

TEST_CASE("pair_lines: a missing step takes its lines along") {
    const Aligned both("step 0\nx 1.5\nstep 1\nx 1.5\nstep 2\nx 2.5\n",
                       "step 0\nx 1.5\nstep 2\nx 2.5\n");
    CHECK(both.pairing.pairs.size() == 4);
    CHECK(both.pairing.only_reference == std::vector<std::uint32_t>{2, 3});
}

TEST_CASE("pair_lines: indexed lines in another order, and a list whose order is its content") {
    const Aligned free("a[0] = 1.5\na[1] = 2.5\na[2] = 3.5\n",
                       "a[2] = 3.5\na[0] = 1.5\na[1] = 2.5\n");
    CHECK(free.pairing.pairs.size() + free.pairing.moved.size() == 3);
    CHECK(free.pairing.out_of_order.empty());
    const Aligned ranking("rank 3 x 0.5\nrank 1 x 0.4\nrank 2 x 0.3\n",
                          "rank 1 x 0.4\nrank 3 x 0.5\nrank 2 x 0.3\n");
    CHECK(ranking.pairing.out_of_order.size() == 1);
}

TEST_CASE("pair_lines: a long gap without keys is paired in linear time") {
    std::string one, other;
    for (int i = 0; i < 20000; ++i) {
        one += "x 1.5 y 2.5\n";
        other += "x 3.5 y 4.5\n";
    }
    CHECK(Aligned(one, other).pairing.pairs.size() == 20000);
}

TEST_CASE("join_wrapped_lists: lists that are broken otherwise, and matrices of other shapes") {
    TextDocument five("list\n1 2 3 4 5\n6 7\n"), three("list\n1 2 3\n4 5 6\n7\n");
    join_wrapped_lists(five, three);
    CHECK(five.lines().size() == 2);
    CHECK(three.lines().size() == 2);
    TextDocument wide("list\n1 2 3\n4 5 6\n"), narrow("list\n1 2\n3 4\n5 6\n");
    join_wrapped_lists(wide, narrow);
    CHECK(wide.lines().size() == 3);
    CHECK(narrow.lines().size() == 4);
}

TEST_CASE("align_tokens: every token is in one pair") {
    const std::vector<std::string_view> one{"a", "b", "c", "d"}, other{"a", "x", "c"};
    const std::vector<TokenPair> pairs = align_tokens(one, other);
    std::size_t in_one = 0, in_other = 0;
    for (const TokenPair& pair : pairs) {
        in_one += pair.reference == no_token ? 0U : 1U;
        in_other += pair.candidate == no_token ? 0U : 1U;
    }
    CHECK(in_one == 4);
    CHECK(in_other == 3);
    CHECK(pairs.front().candidate == 0);
}

TEST_CASE("renamed_prefix: tags of two programs, and words that are no tags") {
    const auto prefix = [](const std::string& one, const std::string& other) {
        const TextDocument a(one), b(other);
        return renamed_prefix(a, b);
    };
    CHECK(prefix("TRACE_C: x 1\nTRACE_C_PAIR r=1\n", "TRACE_PY: x 1\nTRACE_PY_PAIR r=1\n") ==
          std::pair<std::string, std::string>("TRACE_C", "TRACE_PY"));
    CHECK(prefix("PASSED a\nPASSED b\n", "FAILED a\nFAILED b\n").first.empty());
    CHECK(prefix("create_atoms 1\nx 2\n", "create_box 1\nx 2\n").first.empty());
}
