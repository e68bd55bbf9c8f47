#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "program.hpp"
#include "tapir/reports/text/printable.hpp"

/// Bytes that move a cursor, colour a screen, turn the reading direction or are no text: wherever
/// they come from, none reaches a terminal.
namespace {

using namespace tapir::test;

const std::string escape = "\x1b[2J";
const std::string c1 = "\xc2\x9b"
                       "31m";
const std::string turned = "\xe2\x80\xae";
const std::string no_text = "\xff\xfe\x80";
const std::string hostile = "a" + escape + c1 + turned + no_text + "\x07\x7f\b";

/// Every byte can be seen, or is a line end or a tab, and all of it is UTF-8.
bool is_safe(const std::string& text) {
    return tapir::reports::safe_lines(text) == text;
}

void check_safe(const std::string& command, const std::string& before = "") {
    const Outcome outcome = run_program(command, before);
    CAPTURE(command);
    CAPTURE(tapir::reports::safe_lines(outcome.output));
    CHECK(is_safe(outcome.output));
    CHECK_FALSE(outcome.output.empty());
    CHECK(outcome.exit_code >= 0);
    CHECK(outcome.exit_code < 5);
}

/// A word for the shell, with any bytes but NUL in it.
std::string quoted(const std::string& word) {
    return "'" + word + "'";
}

} // namespace

TEST_CASE("safe_lines: letters, line ends and tabs stay, what cannot be seen does not") {
    using tapir::reports::safe_lines;
    CHECK(safe_lines("a\n\tb\r\nc") == "a\n\tb\r\nc");
    CHECK(safe_lines("\xce\x94 = 1 \xc3\x85, \xe2\x88\x92\x31") ==
          "\xce\x94 = 1 \xc3\x85, \xe2\x88\x92\x31");
    CHECK(safe_lines("\r") == "?");
    CHECK(safe_lines(std::string("\0", 1)) == "?");
    CHECK(safe_lines("\x1b[31m") == "?[31m");
    CHECK(safe_lines("\x7f") == "?");
    CHECK(safe_lines("\xc2\x9b") == "?");     // C1
    CHECK(safe_lines("\xe2\x80\xae") == "?"); // right to left
    CHECK(safe_lines("\xe2\x81\xa7") == "?"); // isolate
    CHECK(safe_lines("\xef\xbb\xbf") == "?"); // byte order mark
    CHECK(safe_lines("\xed\xa0\x80") == "?"); // half a pair
    CHECK(safe_lines("\xff") == "?");
    CHECK(safe_lines("\xc3") == "?");
    CHECK(safe_lines("\xe0\x82\x9b") == "?"); // C1, written longer
    CHECK(safe_lines("\x1b[1;31mred\x1b[0m", true) == "\x1b[1;31mred\x1b[0m");
    CHECK(safe_lines("\x1b[2J\x1b]0;title\x07\x1b[1", true) == "?[2J?]0;title??[1");
}

TEST_CASE("safe_json: means the same, and holds nothing that a terminal must not be sent") {
    const std::string name = "\xce\x94" + turned + c1 + "\xf3\xa0\x80\x81";
    const std::string plain = nlohmann::json{{name, name}}.dump();
    const std::string safe = tapir::reports::safe_json(plain);
    CHECK(safe != plain);
    CHECK(is_safe(safe));
    CHECK(nlohmann::json::parse(safe) == nlohmann::json::parse(plain));
}

TEST_CASE("command line: no byte of a word reaches the terminal as it is") {
    for (const std::string before : {"",
                                     "diff ",
                                     "trace ",
                                     "trace import ",
                                     "render ",
                                     "lint ",
                                     "presets show ",
                                     "presets import --name ",
                                     "bundle verify ",
                                     "model check ",
                                     "quirks show ",
                                     "attest ",
                                     "picture ",
                                     "--log-file ",
                                     "diff a b --rtol ",
                                     "diff a b --tolerances ",
                                     "lint --config ",
                                     "lint --args-file ",
                                     "lint -- ",
                                     "lint -- -cell 1 2 3 90 90 90 -default_F 1 ",
                                     "lint -- -cell 1 2 3 90 90 90 -hkl "}) {
        check_safe(before + quoted(hostile));
        check_safe(before + quoted("--" + hostile));
        check_safe(before + quoted("-" + hostile) + " -vvv");
        check_safe(before + quoted(hostile) + " --config simple_cubic -v");
    }
    check_safe("--version", "TAPIR_ISA=" + quoted(hostile) + " ");
    check_safe("presets show cubic", "TAPIR_CONFIGS=" + quoted(hostile) + " ");
}

TEST_CASE("files: no byte of a file or of its name reaches the terminal as it is") {
    const ScratchFolder folder;
    const std::string text = "TRACE_CONFIG: tracing pixel (spixel=1, fpixel=1)\n"
                             "TRACE_C: omega_pixel_sr 1.5e-5\nTRACE_C: " +
                             hostile + " 1.25\nTRACE_C: fluence_photons_per_m2 1e28\nTRACE_C_" +
                             hostile + " x=1.5 " + hostile + "=2.5\n" + hostile + " = 3.5\n" +
                             std::string("nul\0byte = 1\n", 13);
    for (const std::string& name : {std::string("plain"), hostile}) {
        const std::string one = quoted(folder.write("1" + name, text));
        const std::string two = quoted(folder.write("2" + name, text + "TRACE_C: steps 1\n"));
        for (const std::string& command :
             {"trace import " + one, "diff " + one + " " + two, "why " + one + " " + two,
              "attest " + one, "model draft " + one, "model check " + one,
              "diff " + one + " " + two + " --model " + one,
              "diff " + one + " " + two + " --tolerances " + one, "lint --args-file " + one,
              "lint -- -cell 1 2 3 90 90 90 -hkl " + one, "picture " + one + " --png-out " + one,
              "diff " + one + " " + two + " --json " + two, "bundle verify " + one,
              "bundle unpack " + one + " " + quoted(folder.file("new" + name)),
              "presets show " + one}) {
            check_safe(command);
            check_safe(command + " -vvv");
        }
    }
}

TEST_CASE("presets import: a name that JSON cannot hold is refused, any other one is read again") {
    const ScratchFolder folder;
    const std::string list = "0 0 1 10\n1 0 0 20\n1 1 0 5\n";
    const std::string scene = " -- -cell 30 40 50 90 90 90 -N 5 -detpixels 8 -hkl ";
    const std::string bytes = quoted(folder.write("\xff.hkl", list));
    const Outcome refused = run_program("presets import" + scene + bytes);
    CAPTURE(refused.output);
    CHECK(refused.exit_code == 2);
    CHECK(contains(refused.output, "is a name that is no Unicode text"));
    const std::string strange = quoted(folder.write(escape + turned + "\xce\x94.hkl", list));
    check_safe("presets import" + scene + strange);
    const std::string preset = folder.file("p.json");
    REQUIRE(run_program("presets import --out " + preset + scene + strange).exit_code == 0);
    CHECK(run_program("lint --config " + preset).exit_code == 0);
    CHECK(run_program("presets import --name " + quoted("\xff") + scene + strange).exit_code == 2);
}
