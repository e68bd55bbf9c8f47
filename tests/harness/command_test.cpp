#include <doctest/doctest.h>

#include <cstdlib>
#include <cstring>

#include "corpus.hpp"

namespace {

using namespace tapir::test;

std::string real_log(const char* name) {
    return text_of(std::string(TAPIR_TEST_DATA) + "/dialects/" + name);
}

/// The keys of a trace in order, without their values.
std::string keys_of(const std::string& trace) {
    std::istringstream lines(trace);
    std::string line;
    std::string keys;
    while (std::getline(lines, line)) {
        const std::size_t colon = line.find(": ");
        const std::size_t end =
            colon == std::string::npos ? line.find(' ') : line.find_first_of(" =", colon + 2);
        keys += line.substr(0, end) + "\n";
    }
    return keys;
}

/// The environment variable, for as long as this object lives.
class ForcedInstructionSet {
  public:
    explicit ForcedInstructionSet(const char* set) { ::setenv("TAPIR_ISA", set, 1); }
    ~ForcedInstructionSet() { ::unsetenv("TAPIR_ISA"); }
    ForcedInstructionSet(const ForcedInstructionSet&) = delete;
    ForcedInstructionSet& operator=(const ForcedInstructionSet&) = delete;
    ForcedInstructionSet(ForcedInstructionSet&&) = delete;
    ForcedInstructionSet& operator=(ForcedInstructionSet&&) = delete;
};

} // namespace

TEST_CASE("help and version: every command has examples, exit code 0") {
    for (const char* command : {"", "trace ", "render ", "diff ", "presets "}) {
        const Outcome outcome = run_program(std::string(command) + "--help");
        CHECK(outcome.exit_code == 0);
        CHECK(contains(outcome.output, *command == '\0' ? "COMMAND --help" : "Example"));
    }
    CHECK(contains(run_program("--version").output, "tapir 0."));
    CHECK(run_program("").exit_code == 2);
}

TEST_CASE("trace: the options of the original harness keep their names") {
    const ScratchFolder scratch;
    const Outcome outcome =
        run_program("trace --config supervisor --phi-mode c-parity --pixel 685 1039 --device cpu "
                    "--dtype float64 --emit-rot-stars --out " +
                    scratch.file("trace.log"));
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.output.empty());
    CHECK(contains(text_of(scratch.file("trace.log")), "TRACE_PY_ROTSTAR phi_tic=9 ap_y="));
    CHECK(run_program("trace --config simple_cubic --pixel 1 1 --emit-rot-stars --dialect c")
              .exit_code == 2);
}

TEST_CASE("trace: the py dialect has the keys of the Python port's tracer, in its order") {
    const ScratchFolder scratch;
    REQUIRE(run_program("trace --config supervisor --pixel 685 1039 --dialect py --emit-rot-stars "
                        "--out " +
                        scratch.file("trace.log"))
                .exit_code == 0);
    CHECK(keys_of(text_of(scratch.file("trace.log"))) == real_log("py_keys.txt"));
}

TEST_CASE("trace: several pixels stand in one file, each complete") {
    const ScratchFolder scratch;
    const std::string both = scratch.file("both.trace");
    REQUIRE(
        run_program("trace --config phi_scan --pixel 3 4 --pixel 5 6 --out " + both).exit_code ==
        0);
    const std::string text = text_of(both);
    CHECK(contains(text, "pixels=3,4;5,6 "));
    CHECK(contains(text, "photons [photons] slow=3 fast=4 :"));
    CHECK(contains(text, "photons [photons] slow=5 fast=6 :"));
    const std::string copy = scratch.write("copy.trace", text);
    CHECK(run_program("diff " + both + " " + copy).exit_code == 0);
    CHECK(run_program("diff " + both + " " + both).exit_code == 3); // itself
}

TEST_CASE("trace: cache records name the pixel the vectors came from") {
    const auto trace = [](const std::string& pixel) {
        return run_program("trace --config phi_scan --phi-mode c-parity --c-threads 2 --pixel " +
                           pixel)
            .output;
    };
    CHECK(contains(trace("0 0"), "CACHE_MISS [1] slow=0 fast=0 thick=0 sub_s=0 sub_f=0 source=0 "
                                 "phi_tic=0 : 0 0\n"));
    CHECK(contains(trace("3 7"), "phi_tic=0 : 3 6\n"));
    CHECK(contains(trace("3 0"), "phi_tic=0 : 2 63\n"));
    CHECK(contains(trace("24 0"), "CACHE_MISS")); // first row of the second thread
}

TEST_CASE("trace: portable arithmetic agrees with the reference within rounding") {
    const ScratchFolder scratch;
    for (const char* policy : {"reference", "portable"}) {
        REQUIRE(
            run_program(std::string("trace --config supervisor --pixel 685 1039 --arithmetic ") +
                        policy + " --out " + scratch.file(policy))
                .exit_code == 0);
    }
    const std::string files = scratch.file("reference") + " " + scratch.file("portable");
    // |h| N epsilon near 7 x 36 x 2e-16, amplified by the slope of the interference amplitude
    CHECK(run_program("diff " + files + " --rtol 1e-10").exit_code == 0);
    CHECK(run_program("diff " + files).exit_code == 1);
}

TEST_CASE("render: what was written is what the summary says, and threads do not matter") {
    const ScratchFolder scratch;
    const std::string one = scratch.file("one.f32");
    const std::string two = scratch.file("two.f32");
    const Outcome outcome = run_program("render --config phi_scan --threads 1 --float-out " + one);
    CHECK(outcome.exit_code == 0);
    CHECK(contains(outcome.output, "48 x 64 pixels (slow x fast)"));
    CHECK(contains(outcome.output, "at slow 26 fast 25"));
    CHECK(run_program("render --config phi_scan --threads 2 --float-out " + two).exit_code == 0);
    CHECK(text_of(one) == text_of(two));
}

TEST_CASE("render: the raw image holds the doubles that the float image rounds") {
    const ScratchFolder scratch;
    REQUIRE(run_program("render --config phi_scan --raw-out " + scratch.file("raw") +
                        " --float-out " + scratch.file("float"))
                .exit_code == 0);
    const std::string raw = text_of(scratch.file("raw"));
    const std::string rounded = text_of(scratch.file("float"));
    REQUIRE(raw.size() == std::size_t{48} * 64 * sizeof(double));
    REQUIRE(rounded.size() == raw.size() / 2);
    int not_floats = 0;
    for (std::size_t i = 0; i < std::size_t{48} * 64; ++i) {
        double exact = 0;
        float single = 0;
        std::memcpy(&exact, raw.data() + i * sizeof exact, sizeof exact);
        std::memcpy(&single, rounded.data() + i * sizeof single, sizeof single);
        CHECK(static_cast<float>(exact) == single);
        not_floats += exact != static_cast<double>(single) ? 1 : 0;
    }
    CHECK(not_floats > 1000);
}

TEST_CASE("render: every instruction set that TAPIR_ISA forces writes the same raw image") {
    const ScratchFolder scratch;
    const std::string version = run_program("--version").output;
    CHECK(contains(version, "instruction set"));
    REQUIRE(run_program("render --config phi_scan --raw-out " + scratch.file("picked")).exit_code ==
            0);
    int forced = 0;
    for (const char* set : {"scalar", "baseline", "avx2", "avx512"}) {
        const ForcedInstructionSet environment(set);
        const Outcome outcome =
            run_program("render --config phi_scan --raw-out " + scratch.file(set));
        if (outcome.exit_code == 2) { // a processor without it
            CHECK(contains(outcome.output, "TAPIR_ISA"));
            CHECK_FALSE(std::filesystem::exists(scratch.file(set)));
            continue;
        }
        CHECK(contains(run_program("--version").output, set));
        CHECK(text_of(scratch.file(set)) == text_of(scratch.file("picked")));
        ++forced;
    }
    CHECK(forced >= 2);
}
