#include <doctest/doctest.h>

#include <regex>
#include <string>
#include <vector>

#include "program.hpp"

/// What the program says of a command line that it cannot read: where, problem, reason, remedy.
namespace {

using namespace tapir::test;

/// The parts of a message in its order.
struct Parts {
    std::string where, problem, reason, remedy;
};

struct Case {
    std::string arguments;
    Parts expected; ///< what each part begins with; the reason: what it contains
};

void check_refused(const Case& refused) {
    CAPTURE(refused.arguments);
    const Outcome outcome = run_program(refused.arguments);
    CAPTURE(outcome.output);
    CHECK(outcome.exit_code == 2);
    static const std::regex form("tapir: ([^\n]*?): ([^\n]*) \\(([^\n]+)\\)\\. ([^\n]+[.?])\n");
    std::smatch match;
    REQUIRE(std::regex_match(outcome.output, match, form)); // one line, nothing else
    CHECK(match[1].str().rfind(refused.expected.where, 0) == 0);
    CHECK(contains(match[2].str(), refused.expected.problem));
    CHECK(contains(match[3].str(), refused.expected.reason));
    CHECK(contains(match[4].str(), refused.expected.remedy));
}

} // namespace

TEST_CASE(
    "command line: what is no option, no subcommand or one word too many has the nearest name") {
    for (const Case& one : std::vector<Case>{
             {"",
              {"command line", "needs a subcommand", "what is to be done",
               "Give one of trace, render"}},
             {"difff a b",
              {"command line", "has no subcommand 'difff'", "to be done", "Did you mean 'diff'"}},
             {"bundle", {"tapir bundle", "needs a subcommand", "to be done", "create, verify"}},
             {"bundle unpak",
              {"tapir bundle", "no subcommand 'unpak'", "", "Did you mean 'unpack'"}},
             {"render --dtypee float64",
              {"--dtypee", "no option of `tapir render`", "silence",
               "Did you mean '--dtype' instead"}},
             {"render --dtypee=float64", {"--dtypee", "no option", "", "Did you mean '--dtype'"}},
             {"bundle create a b --topics x",
              {"--topics", "no option of `tapir bundle create`", "", "Did you mean '--topic'"}},
             {"trace --qqqqqqqq", {"--qqqqqqqq", "no option", "", "`tapir trace --help`"}},
             {"diff a b c", {"'c'", "one word more than `tapir diff` takes", "", "--help"}}}) {
        check_refused(one);
    }
}

TEST_CASE("command line: what is missing is named, with its meaning") {
    for (const Case& one : std::vector<Case>{
             {"diff a",
              {"tapir diff", "'candidate' is missing", "the other trace or text", "--help"}},
             {"picture x", {"tapir picture", "'--png-out' is missing", "picture", "--help"}},
             {"trace --pixel 3",
              {"--pixel", "lacks what stands behind it", "row then column",
               "Write --pixel SLOW FAST"}},
             {"trace --config", {"--config", "lacks", "preset", "Write --config TEXT"}},
             {"why a b --images c", {"--images", "lacks", "images", "REFERENCE CANDIDATE"}},
             {"trace --dialect c --dialect py",
              {"--dialect", "more often", "written", "Give it once"}},
             {"diff a b --repeat 3",
              {"--repeat", "needs --repeat-command as well", "shell command", "Give both"}},
             {"bundle create a b --out x --topic y",
              {"--", "does not go with --", "no effect", "Give one of the two"}}}) {
        check_refused(one);
    }
}

TEST_CASE(
    "command line: a value that is no number, out of range or no such word says what would do") {
    for (const Case& one : std::vector<Case>{
             {"lint --c-threads 0",
              {"--c-threads", "0 is out of range", "carry-over is emulated",
               "Give a whole number from 1 to 1048576"}},
             {"lint --c-threads 2.5", {"--c-threads", "'2.5' is no whole number", "", "from 1 to"}},
             {"render --threads -1", {"--threads", "-1 is out of range", "", "from 0 to 4096"}},
             {"diff a b --rtol x", {"--rtol", "'x' is no number", "relative difference", "1e-9"}},
             {"trace --pixel a 3", {"--pixel", "'a", "", "whole numbers"}},
             {"trace --dialect nativ",
              {"--dialect", "'nativ' is none of its words", "",
               "Did you mean 'native'? There are native, binary, c, py"}},
             {"lint --device tpu", {"--device", "'tpu'", "", "cpu, cuda"}},
             {"picture x --size 0 3 --png-out y",
              {"--size", "'0' is no number of pixels", "", "from 1"}},
             {"parity --rtol 5", {"--rtol", "'5'", "difference", "from 1e-300 to 0.1"}}}) {
        check_refused(one);
    }
}

TEST_CASE("command line: bytes that a terminal would obey are shown as question marks") {
    const Outcome outcome = run_program("trace $(printf -- '--\\033[31mred')");
    CAPTURE(outcome.output);
    CHECK(outcome.exit_code == 2);
    CHECK_FALSE(contains(outcome.output, "\033"));
    CHECK(contains(outcome.output, "--?[31mred"));
}
