#include <doctest/doctest.h>

#include <fstream>

#include "corpus.hpp"
#include "native_traces.hpp"
#include "scene/preset_source.hpp"

/// `tapir trace import` as a user runs it.
namespace {

using namespace tapir;
using namespace tapir::test;

} // namespace

TEST_CASE("import: every trace of the corpus, held against its own text and against ours") {
    const ScratchFolder scratch;
    const std::string native = scratch.file("imported.trace");
    int traces = 0;
    for (const CorpusCase& one : corpus_cases()) {
        const InFolder here(one.folder);
        CAPTURE(one.name);
        for (const auto& entry : std::filesystem::directory_iterator(one.folder / "cref")) {
            const std::string file = entry.path().string();
            if (entry.path().filename().string().find("trace_") != 0) {
                continue;
            }
            CAPTURE(file);
            ++traces;
            const Outcome made = run_program("trace import " + file + " --out " + native);
            CAPTURE(made.output);
            REQUIRE(made.exit_code == 0);
            const Outcome back = run_program("diff " + file + " " + native);
            CAPTURE(back.output);
            CHECK(back.exit_code == 0);
            break; // one of each case
        }
    }
    CHECK(traces > 100);
}

TEST_CASE(
    "import: what was imported is held against our own trace, and knows what it cannot show") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const std::string theirs = scratch.file("theirs.trace");
    const std::string ours = scratch.file("ours.trace");
    REQUIRE(run_program("trace import cref/trace_26_25.log --out " + theirs).exit_code == 0);
    REQUIRE(
        run_program("trace --args-file args.txt --phi-mode c-parity --pixel 26 25 --out " + ours)
            .exit_code == 0);
    const Outcome green = run_program("diff " + theirs + " " + ours);
    CAPTURE(green.output);
    CHECK(green.exit_code == 0);
    CHECK(green.output.find(" 0 outside the scope") == std::string::npos);

    const Outcome red =
        run_program("diff " + theirs + " " + ours + " --args-file args.txt --phi-mode c-parity");
    CHECK(red.exit_code == 0);
    REQUIRE(run_program("trace --args-file args.txt --pixel 26 25 --out " + ours).exit_code == 0);
    const Outcome stale =
        run_program("diff " + theirs + " " + ours + " --args-file args.txt --phi-mode c-parity");
    CAPTURE(stale.output);
    CHECK(stale.exit_code == 1);
    CHECK(stale.output.find("class stale") != std::string::npos);
}

TEST_CASE("import: a record that is taken out of an imported trace is missed") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const std::string text = text_of("cref/trace_26_25.log");
    const std::size_t at = text.find("TRACE_C: polar ");
    REQUIRE(at != std::string::npos);
    std::ofstream(scratch.file("less.log"))
        << text.substr(0, at) << text.substr(text.find('\n', at) + 1);
    REQUIRE(run_program("trace import " + scratch.file("less.log") + " --out " +
                        scratch.file("less.trace"))
                .exit_code == 0);
    REQUIRE(run_program("trace import cref/trace_26_25.log --out " + scratch.file("all.trace"))
                .exit_code == 0);
    CHECK(run_program("diff " + scratch.file("all.trace") + " " + scratch.file("less.trace"))
              .exit_code == 1);
}

TEST_CASE("import: native stays native, binary becomes text") {
    const ScratchFolder scratch;
    const std::string scene =
        " --pixel 1 1 --pixel 0 2 -- -default_F 100 -cell 100 110 120 80 85 95 -N 5 -lambda 1 "
        "-distance 100 -detpixels 4 -pixel 0.5 -oversample 1";
    REQUIRE(run_program("trace --out " + scratch.file("a.trace") + scene).exit_code == 0);
    REQUIRE(
        run_program("trace --dialect binary --out " + scratch.file("a.bin") + scene).exit_code ==
        0);
    for (const std::string file : {"a.trace", "a.bin"}) {
        const Outcome made =
            run_program("trace import " + scratch.file(file) + " --out " + scratch.file("b"));
        CAPTURE(made.output);
        REQUIRE(made.exit_code == 0);
        CHECK(run_program("diff " + scratch.file("a.trace") + " " + scratch.file("b")).exit_code ==
              0);
    }
}

TEST_CASE("import: what cannot be imported is refused, and nothing is written") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const std::string out = " --out " + scratch.file("out");
    const std::string text = text_of("cref/trace_26_25.log");
    std::ofstream(scratch.file("cut.log")) << text.substr(0, text.size() / 2);
    std::ofstream(scratch.file("words.log")) << "no trace at all\n";
    for (const std::string& file :
         {scratch.file("cut.log"), scratch.file("words.log"), scratch.file("nothing.log")}) {
        CAPTURE(file);
        CHECK(run_program("trace import " + file + out).exit_code == 2);
        CHECK_FALSE(std::filesystem::exists(scratch.file("out")));
    }
    CHECK(run_program("trace import cref/trace_26_25.log --pixel 1 1" + out).exit_code == 2);
}

TEST_CASE("import: a set-up alone needs no pixel, and takes none") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("supervisor"));
    const std::string text =
        text_of(harness::configs_folder() / "traces/supervisor_685_1039_nanobragg.log");
    const std::size_t pixel = text.find("TRACE_CONFIG");
    REQUIRE(pixel != std::string::npos);
    const std::string setup = scratch.write("setup.log", text.substr(0, pixel));
    const std::string out = " --out " + scratch.file("setup.trace");
    const Outcome refused = run_program("trace import " + setup + " --pixel 1 2" + out);
    CHECK(refused.exit_code == 2);
    CHECK(contains(refused.output, "no record of any pixel"));
    CHECK_FALSE(std::filesystem::exists(scratch.file("setup.trace")));
    const Outcome made = run_program("trace import " + setup + out);
    CAPTURE(made.output);
    CHECK(made.exit_code == 0);
    CHECK(contains(made.output, "records of 0 pixel(s)"));
    CHECK(contains(text_of(scratch.file("setup.trace")), " pixels=none "));
}

TEST_CASE("import: a record with a number too many is left out, and said") {
    const ScratchFolder scratch;
    const std::string sound = traced(scratch, "sound.trace", "--pixel 1 1");
    for (const std::string more : {" 1.5", " 1.5 2.5 3.5 4.5 5.5 6.5 7.5 8.5"}) {
        const std::string broken =
            changed(scratch, sound, "more.trace", [&more](std::vector<std::string>& lines) {
                for (std::string& line : lines) {
                    line += line.rfind("omega ", 0) == 0 ? more : "";
                }
            });
        const Outcome outcome = run_program("trace import " + broken);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 0);
        CHECK(contains(outcome.output, "left out: omega: more numbers than omega has"));
        CHECK_FALSE(contains(outcome.output, "\nomega ["));
        CHECK(contains(outcome.output, "\nobliquity ["));
    }
}
