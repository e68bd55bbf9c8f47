#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "corpus.hpp"
#include "native_traces.hpp"

/// A record that stands twice in a trace: it is told as that, and nothing else is made of it.
namespace {

using namespace tapir::test;

const std::string scene =
    " -- -default_F 100 -N 5 -cell 90 90 90 90 90 90 -lambda 1 -distance 50 -detpixels 8 -osc 1 "
    "-phisteps 2";

/// The first line that begins so stands twice.
std::string with_line_twice(const std::string& text, const std::string& start) {
    const std::size_t begin = text.find("\n" + start) + 1;
    REQUIRE(begin > 0);
    const std::size_t end = text.find('\n', begin) + 1;
    return text.substr(0, end) + text.substr(begin);
}

/// The words of a screen, whose lines are broken anywhere.
std::string flat(const Outcome& outcome) {
    std::istringstream stream(outcome.output);
    std::string text;
    for (std::string word; stream >> word;) {
        text += word + " ";
    }
    return text;
}

void check_told(const std::string& sound, const std::string& twice, const std::string& key) {
    CAPTURE(key);
    for (const std::string& with : {std::string(), scene}) {
        for (const std::string& pair : {sound + " " + twice, twice + " " + sound}) {
            const Outcome outcome = run_program("diff " + pair + with);
            CAPTURE(outcome.output);
            CHECK(outcome.exit_code == 1);
            CHECK(contains(outcome.output, "      0 of "));
            CHECK(contains(outcome.output, "; printed again"));
            CHECK_FALSE(contains(outcome.output, "first divergence"));
            CHECK_FALSE(contains(outcome.output, "under another key"));
        }
        const Outcome attested = run_program("attest " + twice + with);
        CAPTURE(attested.output);
        CHECK(attested.exit_code == 4);
        CHECK(contains(flat(attested), with.empty() ? "prints this record twice, with the same"
                                                    : "; printed again"));
    }
}

} // namespace

TEST_CASE("printed twice: in native text, at every stage, the same values are a record too many") {
    const ScratchFolder scratch;
    const std::string sound = traced(scratch, "a.trace", "--pixel 3 3", scene);
    for (const std::string key :
         {"pixel_size", "rotation_x", "omega", "q", "F_latt", "I_sum", "photons"}) {
        check_told(sound,
                   changed(scratch, sound, "b.trace",
                           [&key](std::vector<std::string>& lines) {
                               const std::size_t line = find_line(lines, key + " ", "");
                               const std::string copy = lines[line];
                               lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(line),
                                            copy);
                           }),
                   key);
    }
}

TEST_CASE("printed twice: with two values, the audit says so, and names no other key") {
    const ScratchFolder scratch;
    const std::string sound = traced(scratch, "a.trace", "--pixel 3 3", scene);
    for (const bool wrong_first : {true, false}) {
        const std::string twice =
            changed(scratch, sound, "b.trace", [wrong_first](std::vector<std::string>& lines) {
                const std::size_t line = find_line(lines, "F_latt ", "phi_tic=0");
                std::string copy = lines[line];
                replace_number(copy, "5.5");
                lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(line) +
                                 (wrong_first ? 0 : 1),
                             copy);
            });
        const Outcome alone = run_program("attest " + twice);
        CAPTURE(alone.output);
        CHECK(alone.exit_code == 4);
        CHECK(contains(flat(alone), "prints this record twice, once as "));
        for (const std::string& with : {std::string(), scene}) {
            const Outcome outcome = run_program("diff " + sound + " " + twice + with);
            CAPTURE(outcome.output);
            CHECK(outcome.exit_code == 1);
            CHECK(contains(outcome.output, "; printed again"));
            CHECK_FALSE(contains(outcome.output, "under another key"));
            CHECK_FALSE(contains(outcome.output, "usual options"));
        }
    }
}

TEST_CASE("printed twice: in the C program's lines no block begins, and nothing shifts") {
    const ScratchFolder scratch;
    const std::string sound = traced(scratch, "a.log", "--pixel 3 3 --dialect c", scene);
    const std::string native = traced(scratch, "a.trace", "--pixel 3 3", scene);
    const std::string text = text_of(sound);
    for (const std::string start :
         {"TRACE_C:Rx", "TRACE_C: omega_pixel_sr", "TRACE_C: lambda_meters", "TRACE_C: scattering",
          "TRACE_C: F_latt ", "TRACE_C: F_cell", "TRACE_C: I_pixel_final", "TRACE_C_STEP "}) {
        const std::string twice = scratch.write("b.log", with_line_twice(text, start));
        check_told(sound, twice, start);
        CHECK(run_program("diff " + native + " " + twice).exit_code == 1); // by meaning, too
    }
}

TEST_CASE("hexadecimal: what %a prints is the number it is, alone or in a whole trace") {
    const ScratchFolder scratch;
    const std::string sound = traced(scratch, "a.log", "--pixel 3 3 --dialect c", scene);
    const std::string native = traced(scratch, "a.trace", "--pixel 3 3", scene);
    std::istringstream lines(text_of(sound));
    std::string all;
    std::string one;
    int changed_lines = 0;
    for (std::string line; std::getline(lines, line);) {
        const std::size_t at = line.rfind(' ') + 1;
        std::string hexadecimal = line;
        char* end = nullptr;
        const double value = std::strtod(line.c_str() + at, &end);
        const bool number =
            line.find("TRACE_C: ") == 0 && *end == '\0' && line.find('.', at) != std::string::npos;
        if (number) {
            std::array<char, 64> buffer{};
            std::snprintf(buffer.data(), buffer.size(), "%a", value);
            hexadecimal.replace(at, std::string::npos, buffer.data());
            ++changed_lines;
        }
        all += hexadecimal + "\n";
        one += (changed_lines == 7 ? hexadecimal : line) + "\n";
    }
    REQUIRE(changed_lines > 100);
    for (const std::string& text : {all, one}) {
        const std::string file = scratch.write("h.log", text);
        for (const std::string& with : {std::string(), scene}) {
            for (const std::string& other : {sound, native}) {
                const Outcome outcome = run_program("diff " + other + " " + file + with);
                CAPTURE(outcome.output);
                CHECK(outcome.exit_code == 0);
            }
        }
        CHECK(run_program("attest " + file + scene).exit_code == 0);
        CHECK(run_program("trace import " + file + " --out " + scratch.file("h.trace")).exit_code ==
              0);
        CHECK(run_program("attest " + scratch.file("h.trace") + scene).exit_code == 0);
    }
    // a wrong one is wrong
    std::string wrong = one;
    wrong.replace(wrong.find("0x1.") + 4, 1, wrong[wrong.find("0x1.") + 4] == '1' ? "2" : "1");
    CHECK(run_program("diff " + sound + " " + scratch.write("w.log", wrong)).exit_code == 4);
}

TEST_CASE("printed twice: what a print shows is read off its value, so that it is no check") {
    const ScratchFolder scratch;
    const std::string path = scratch.file("py.log");
    const Outcome made = run_program("trace --pixel 1 1 --dialect py --out " + path + scene);
    REQUIRE(made.exit_code == 0);
    // equal to the axis after two-theta, the second line is taken for its other print
    const std::string axes = "TRACE_PY: odet_after_twotheta 1 0 0\n"
                             "TRACE_PY: odet_after_rotz 1 0 0\n";
    const Outcome attested =
        run_program("attest " + scratch.write("axes.log", axes + text_of(path)));
    CAPTURE(attested.output);
    CHECK(attested.exit_code == 0);
    CHECK(contains(flat(attested), "planted corruptions"));
}
