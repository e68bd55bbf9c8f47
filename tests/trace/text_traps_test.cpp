#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "tapir/trace/verdict/text_comparison.hpp"
#include "text_kinds/trial.hpp"

namespace {

using namespace tapir::trace;
using tapir::test::compared;

struct TrapPair {
    const char* why;
    const char* reference;
    const char* candidate;
};

/// A pair that is not the same, either way round.
void traps_never_green(const std::vector<TrapPair>& pairs) {
    for (const TrapPair& pair : pairs) {
        const std::string why = pair.why;
        CAPTURE(why);
        CHECK(compared(pair.reference, pair.candidate).verdict != Verdict::parity);
        CHECK(compared(pair.candidate, pair.reference).verdict != Verdict::parity);
    }
}

void traps_always_green(const std::vector<TrapPair>& pairs) {
    for (const TrapPair& pair : pairs) {
        const std::string why = pair.why;
        CAPTURE(why);
        const Comparison one = compared(pair.reference, pair.candidate);
        CAPTURE(one.sentence);
        CHECK(one.verdict == Verdict::parity);
        CHECK(one.planted > 0);
        CHECK(one.caught == one.planted);
        CHECK(compared(pair.candidate, pair.reference).verdict == Verdict::parity);
    }
}

} // namespace

TEST_CASE("compare_texts: numbers that only look equal") {
    traps_never_green(
        {{"fewer digits, without evidence", "rho 0.8\nv 1\n", "rho 0.79995\nv 1\n"},
         {"a zero at the end is one value", "x 10.20\n", "x 10.203\n"},
         {"integers beyond 2^53", "n 9007199254740993\n", "n 9007199254740992.0\n"},
         {"the same as an index", "[9007199254740993] x 5\n", "[9007199254740992] x 5\n"},
         {"a changed 18th digit", "x 3.14159265358979312\n", "x 3.14159265358979311\n"},
         {"out of range and infinite", "x 1e400\n", "x inf\n"},
         {"out of range and zero", "x 1e-400\n", "x 0\n"},
         {"a real and a complex number", "w = 2-0.5i\n", "w = 2 -0.5\n"},
         {"thousands of CSV", "12,345\n", "12345\n"},
         {"not a number on both sides", "y = nan\nx 1\n", "y = nan\nx 1\n"}});
}

TEST_CASE("compare_texts: places that only look equal") {
    traps_never_green({{"a row in the other order", "a = 1 2 3\n4 5 6\n", "a = 1 2\n3 4\n5 6\n"},
                       {"a heading behind its first row", "Step Time\n500 1.0\n600 2.0\n",
                        "500 1.0\nStep Time\n600 2.0\n"},
                       {"a key that a map would lose", "{\"a\":1,\"a\":2}\n", "{\"a\":2}\n"},
                       {"brackets", "x = [1,2],[3]\n", "x = [1],[2,3]\n"},
                       {"a ranking", "rank 3 0.5\nrank 1 0.4\nrank 2 0.3\n",
                        "rank 1 0.4\nrank 3 0.5\nrank 2 0.3\n"},
                       {"an empty cell", "a,,2\n", "a,2,\n"},
                       {"a blank cell", "name   x     y\na    1.5   2.5\nb    1.6      \n",
                        "name   x     y\na    1.5   2.5\nb          1.6\n"},
                       {"a cell between tabs", "a\tb\tc\n1\t\t2\n", "a\tb\tc\n1\t2\t\n"},
                       {"members of two objects", "{\"a\":{\"x\":1},\"b\":{\"x\":2}}",
                        "{\"a\":{\"x\":2},\"b\":{\"x\":1}}"},
                       {"elements of a list", "[{\"a\":1},{\"a\":2}]", "[{\"a\":2},{\"a\":1}]"},
                       {"a comma of CSV", "t,n,h\n0.5,north,49.7\n", "t,n,h\n0.5north,49.7\n"},
                       {"the last bracket", "{\n \"a\": 1.5\n}\n", "{\n \"a\": 1.5\n"},
                       {"counters alone in another order", "k: 1\nk: 2\n", "k: 2\nk: 1\n"}});
}

TEST_CASE("compare_texts: words that only look unimportant") {
    traps_never_green(
        {{"no program's time", "decays in 5 s\n", "decays in 6 s\n"},
         {"no name of a machine", "machine epsilon 1e-16\n", "machine epsilon 2e-16\n"},
         {"no host", "host memory 5\n", "host device 5\n"},
         {"a unit", "E = 1.0 eV\n", "E = 1.0 Ha\n"},
         {"no time of day", "ratio 10:20:30\n", "ratio 10:20:31\n"},
         {"a date that is data", "2026-01-05,1.5\n", "2026-01-06,1.5\n"},
         {"a version that is a date", "LAMMPS (2 Aug 2023)\n", "LAMMPS (3 Aug 2023)\n"},
         {"the name of a file", "/home/a/x.dat 1\n", "/home/a/y.dat 1\n"},
         {"a comparison", "a <= 5\n", "a < 5\n"},
         {"a point for a missing value", "4 10 6\n", "4 . 10 6\n"},
         {"tags of test logs", "PASSED a\nPASSED b\n", "FAILED a\nFAILED b\n"},
         {"commands that begin alike", "create_atoms 1\nx 2\n", "create_box 1\nx 2\n"}});
}

TEST_CASE("compare_texts: ways to print the same") {
    traps_always_green(
        {{"separators", "LJ = 1.0; Real = 1.5\n", "LJ = 1.0, Real = 1.5\n"},
         {"blanks and zeros", "x=1.5\n", "x = 1.50\n"},
         {"a wrapped list", "a = 1, 2, 3,\n 4\n", "a = 1, 2,\n 3, 4\n"},
         {"a wrapped array", "v = [1. 2.\n 3.]\n", "v = [1.0 2.0 3.0]\n"},
         {"members in another order", "{\"b\":[1,2],\"a\":1.50}", "{\"a\":1.5,\"b\":[1,2]}"},
         {"a shell's time", "real 0m1.2s\nx 1\n", "real 0m1.3s\nx 1\n"},
         {"plus and minus", "m = 1.5 \xc2\xb1 0.2\n", "m = 1.5 +/- 0.2\n"},
         {"one step late in the file", "rank 0: x 1.5\nrank 1: x 2.5\n",
          "rank 1: x 2.5\nrank 0: x 1.5\n"},
         {"types of numbers", "{'a': 1.5}\n", "{'a': np.float64(1.5)}\n"}});
}

TEST_CASE("compare_texts: a root is named, and stands at its line and in its loops") {
    const Comparison found = compared("atom 0: force (1.5, 2.5)\natom 1: force (3.5, 4.5)\n",
                                      "atom 0: force (1.5, 2.5)\natom 1: force (3.5, 5.5)\n");
    REQUIRE(found.roots.size() == 1);
    const RootCause& root = found.roots.front();
    CHECK(root.key == "force");
    CHECK(root.reference == "4.5");
    CHECK(root.candidate == "5.5");
    CHECK(root.reference_line == 2);
    CHECK(to_text(root.site, found.loops) == "atom=1");
    CHECK(found.verdict == Verdict::divergence);
    CHECK(found.departing == 1);
    CHECK(found.compared == 4);
}

TEST_CASE("compare_texts: last digits never come first, and a common factor is told") {
    const Comparison digits = compared("a = 0.00832656250000000032\nb = 1.25\n",
                                       "a = 0.00832656250000000206\nb = 1.35\n");
    REQUIRE(digits.roots.size() == 2);
    CHECK(digits.roots.front().key == "b");
    const Comparison factor =
        compared("e = 100.0\ne = 250.0\ne = 400.0\n", "e = 105.0\ne = 262.5\ne = 420.0\n");
    REQUIRE(factor.roots.size() == 1);
    CHECK(factor.roots.front().sites == 3);
    CHECK(factor.roots.front().cause_class == CauseClass::scale);
    CHECK(holds_rule(factor.roots.front().evidence, Rule::reference_times_constant));
}

TEST_CASE("compare_texts: lines of one side are told by number, a whole step as one") {
    const Comparison step = compared("step = 0\nx = 1.0\nstep = 1\nx = 2.0\nstep = 2\nx = 4.0\n",
                                     "step = 0\nx = 1.0\nstep = 2\nx = 4.0\n");
    REQUIRE(step.missing.size() == 1);
    CHECK(step.missing.front() == "step 1 is missing: 2 lines, from line 3: step = 1");
    CHECK(step.departing == 0);
    const Comparison line = compared("x 1\ny 2\n", "x 1\nERROR: lost\ny 2\n");
    REQUIRE(line.extra.size() == 1);
    CHECK(line.extra.front() == "line 2: ERROR: lost");
    CHECK(line.reason == VerdictReason::extra_records);
}

TEST_CASE("compare_texts: nothing in common, and nothing at all, are no verdict") {
    CHECK(compared("alpha beta\n", "1 2 3\n4 5 6\n").verdict == Verdict::not_comparable);
    const Comparison empty = compared("\n\n", "x 1\n");
    CHECK(empty.verdict == Verdict::not_comparable);
    CHECK(empty.reason == VerdictReason::empty);
    CHECK(compared("10:20:30\n", "10:20:31\n").verdict == Verdict::not_comparable);
}

TEST_CASE("compare_texts: the account adds up, and says what was left out") {
    const Comparison found = compared("[10:20:30] pid 4711 x = 1.5 on host alpha\n",
                                      "[10:20:31] pid 4712 x = 1.5 on host beta\n");
    CHECK(found.verdict == Verdict::parity);
    CHECK(found.account.values == 1);
    CHECK(found.account.words == 4);
    CHECK(found.account.ignored.size() == 3);
    CHECK(found.account.reference.tokens == 8);
    CHECK(found.account.reference.closed());
    CHECK(found.account.candidate.closed());
}

TEST_CASE("compare_texts: what the user ignores, allows and maps") {
    TextRequest request;
    request.tolerance.scope.ignored = {
        {"speed", "of this machine"}, {"*progress*", "a bar"}, {"nothing", "unused"}};
    const Comparison ignored = compared("x 1\nspeed = 5.5\nprogress 10\n",
                                        "x 1\nspeed = 6.5\nprogress 12 of 20\n", request);
    CHECK(ignored.verdict == Verdict::parity);
    REQUIRE(ignored.account.ignored.size() == 2);
    CHECK(ignored.account.ignored.front().reason == "of this machine");
    CHECK(std::any_of(ignored.notes.begin(), ignored.notes.end(), [](const Note& note) {
        return note.text.find("'nothing'") != std::string::npos;
    }));

    TextRequest mapped;
    mapped.tolerance.scope.same_names = {{"total energy", "etot"}};
    CHECK(compared("total energy = 1.5\n", "etot = 1.5\n", mapped).verdict == Verdict::parity);
    CHECK(compared("total energy = 1.5\n", "etot = 1.6\n", mapped).verdict == Verdict::divergence);

    TextRequest allowed;
    allowed.tolerance.keys = {{.key = "x", .relative = 0.01, .reason = "single precision"}};
    CHECK(compared("x = 1.000\ny = 1.000\n", "x = 1.001\ny = 1.000\n", allowed).verdict ==
          Verdict::parity);
    CHECK(compared("x = 1.000\ny = 1.000\n", "x = 1.000\ny = 1.001\n", allowed).verdict ==
          Verdict::divergence);

    TextRequest digits;
    digits.tolerance.scope.printed_digits = true;
    const Comparison coarse = compared("x 10.20\n", "x 10.203\n", digits);
    CHECK(coarse.verdict == Verdict::parity);
    CHECK(coarse.account.to_printed_digits == 1);
}

TEST_CASE("compare_texts: what differs between two runs of the reference is ignored") {
    const std::string reference = "x = 1.5\nrate = 10.5\n";
    const std::string again = "x = 1.5\nrate = 11.5\n";
    TextRequest request;
    request.repetitions = {{"again.log", again}};
    CHECK(compared(reference, "x = 1.5\nrate = 12.5\n", request).verdict == Verdict::parity);
    CHECK(compared(reference, "x = 1.6\nrate = 12.5\n", request).verdict == Verdict::divergence);
}

TEST_CASE("compare_texts: a tolerance that swallows the planted faults gives no green") {
    TextRequest request;
    request.tolerance.absolute = 1e300;
    CHECK(compared("x = 1.5\n", "x = 1.5\n", request).verdict == Verdict::not_comparable);
}

TEST_CASE("compare_texts: JSON values of another type are not the same") {
    traps_never_green({{"a number and a text", R"({"a":1.25,"b":2})", R"({"a":"1.25","b":2})"},
                       {"true and a text", R"({"a":1.25,"b":true})", R"({"a":1.25,"b":"true"})"},
                       {"null and a text", R"({"a":1.25,"b":null})", R"({"a":1.25,"b":"null"})"},
                       {"an empty array and object", R"({"a":1,"b":[]})", R"({"a":1,"b":{}})"},
                       {"an array and a text", R"({"a":[1, 2]})", R"({"a":"[1, 2]"})"},
                       {"a comma in a text", R"({"a":"x,y","b":1})", R"({"a":"x y","b":1})"},
                       {"a comma too much", "{\"a\":1,\"b\":2,}\n", "{\"a\":1,\"b\":2}\n"}});
    traps_always_green(
        {{"blanks", R"({"a":[1,2],"b":"c"})", R"({ "a" : [ 1, 2 ], "b":"c" })"},
         {"another print", R"({"a":[1.50,2],"b":null})", R"({"a":[1.5,2],"b":null})"},
         {"NaN is a number's word", R"({"a":1,"b":[true,3]})", R"({"b":[true,3],"a":1})"}});
}

TEST_CASE("compare_texts: objects on a line each, with their members in another order") {
    traps_always_green({{"an integer first",
                         "{\"v\": 1.4,\"n\": 7,\"k\": 3}\n{\"v\": 1.5,\"n\": 8,\"k\": 4}\n"
                         "{\"v\": 1.7,\"n\": 9,\"k\": 5}\n",
                         "{\"k\": 3,\"n\": 7,\"v\": 1.4}\n{\"k\": 4,\"n\": 8,\"v\": 1.5}\n"
                         "{\"k\": 5,\"n\": 9,\"v\": 1.7}\n"}});
    traps_never_green({{"a value of another line", "{\"v\": 1.4,\"k\": 3}\n{\"v\": 1.5,\"k\": 4}\n",
                        "{\"k\": 3,\"v\": 1.5}\n{\"k\": 4,\"v\": 1.4}\n"},
                       {"a line less", "{\"v\": 1.4,\"k\": 3}\n{\"v\": 1.5,\"k\": 4}\n",
                        "{\"k\": 3,\"v\": 1.4}\n"}});
}

TEST_CASE("compare_texts: signs that say something") {
    traps_never_green({{"a prime", "x' = 5\ny = 2\n", "x = 5\ny = 2\n"},
                       {"two primes", "f''(x) = 5\n", "f'(x) = 5\n"},
                       {"a bracket that closes no other", "T[1] 5\n", "T(1] 5\n"},
                       {"a half-open interval", "range [0, 1)\n", "range [0, 1]\n"}});
    traps_always_green({{"quotes", "solver 'fast one' 5\n", "solver \"fast one\" 5\n"},
                        {"quoted numbers", "x '5'\n", "x 5\n"},
                        {"brackets", "T[1] = 5\n", "T(1) = 5\n"},
                        {"arrows", "x -> 5\n", "x \xe2\x86\x92 5\n"}});
}

TEST_CASE("compare_texts: the first root is where the texts part") {
    const Comparison brackets = compared("x [1]\ny [2]\nz [3]\n", "x [1]\ny  2]\nz [3]\n");
    REQUIRE(brackets.roots.size() == 1);
    CHECK(brackets.roots[0].reference_line == 2);
    const Comparison nan = compared("a nan\nb 1.5\nc 2.5\n", "a nan\nb 1.6\nc 2.5\n");
    REQUIRE(nan.roots.size() == 2);
    CHECK(nan.roots[0].key == "b");
    CHECK(nan.roots[1].key == "a");
}

TEST_CASE("compare_texts: the name that stands directly before a number names it") {
    const Comparison named =
        compared("solver=jacobi tol=1e-10 maxit=30\n", "solver=jacobi tol=1e-09 maxit=30\n");
    REQUIRE(named.roots.size() == 1);
    CHECK(named.roots[0].key == "tol");
    const Comparison wrapped =
        compared("T =  0.30672E+03  0.30673E+03\n   0.30674E+03  0.30675E+03\n",
                 "T =  0.30672E+03  0.30673E+03\n   0.30674E+03  0.30695E+03\n");
    REQUIRE(wrapped.roots.size() == 1);
    CHECK(wrapped.roots[0].key == "T");
}

TEST_CASE("compare_texts: a relation holds at all places of a root, and is not 1") {
    const auto class_of = [](const char* one, const char* other) {
        const Comparison result = compared(one, other);
        REQUIRE(result.roots.size() == 1);
        return result.roots[0].cause_class;
    };
    CHECK(class_of("a 1 2 3 4\n", "a 1 2 4 3\n") == CauseClass::unknown);
    CHECK(class_of("v 2.605888e-02 3.105812e-02 4.205821e-02\n",
                   "v 2.605889e-02 3.105813e-02 4.205822e-02\n") != CauseClass::scale);
    CHECK(class_of("a 1.5 2.5 3.5\n", "a 4.5 7.5 10.5\n") == CauseClass::scale);
    CHECK(class_of("x 0\ny 2\n", "x 0.26\ny 2\n") == CauseClass::unknown);
}

TEST_CASE("compare_texts: no distance is given where there is no number") {
    const Comparison words = compared("status good 5\n", "status bad 5\n");
    REQUIRE(words.roots.size() == 1);
    CHECK(std::isnan(words.roots[0].relative));
    CHECK(std::isnan(words.roots[0].ulp));
    const Comparison tiny = compared("x 1e-400\ny 1\n", "x 2e-400\ny 1\n");
    REQUIRE(tiny.roots.size() == 1);
    CHECK(std::isnan(tiny.roots[0].relative));
}

TEST_CASE("compare_texts: of an array in JSON the element is said") {
    const Comparison one = compared(R"({"n":4,"spectrum":[1.5,2.5,3.5,4.5]})",
                                    R"({"n":4,"spectrum":[1.5,2.5,3.5,4.6]})");
    REQUIRE(one.roots.size() == 1);
    CHECK(one.roots[0].key == "spectrum");
    const int loop = one.loops.find("element");
    REQUIRE(loop >= 0);
    CHECK(one.roots[0].site[static_cast<std::size_t>(loop)] == 3);
}
