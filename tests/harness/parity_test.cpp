#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "corpus.hpp"
#include "tapir/trace/base/digest.hpp"

namespace {

using namespace tapir::test;

Outcome parity(const std::string& arguments) {
    return run_program("parity --config phi_scan " + arguments);
}

} // namespace

TEST_CASE("parity: all that the CPU can do has the same bits, and says how much was compared") {
    const ScratchFolder scratch;
    for (const char* mode : {"spec", "c-parity"}) {
        const Outcome outcome = parity("--devices matrix --all-pixels --phi-mode " +
                                       std::string(mode) + " --json " + scratch.file(mode));
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 0);
        CHECK(contains(outcome.output, "PARITY"));
        CHECK(contains(outcome.output, "corruptions planted"));
        const auto json = nlohmann::json::parse(text_of(scratch.file(mode)));
        CHECK(json.at("verdict") == "parity");
        CHECK(json.at("pixels").size() == 48 * 64);
        CHECK(json.at("comparisons").size() >= 3);
        for (const auto& comparison : json.at("comparisons")) {
            CHECK(comparison.at("kind") == "device");
            CHECK(comparison.at("image").at("identical") == 48 * 64);
            CHECK(comparison.at("one_trace") == true);
            // the photons of every traced pixel against both frames
            CHECK(comparison.at("records").at("compared") == 2 * 48 * 64);
        }
    }
}

TEST_CASE("parity: precision and port are told apart, and differences are never a pass") {
    const Outcome strict = parity("--devices cpu:reference:threads=1,cpu:threads=1,cpu:threads=3,"
                                  "cpu:float32:threads=1 --brief");
    CAPTURE(strict.output);
    CHECK(strict.exit_code == 1);
    CHECK(contains(strict.output, "DIVERGENCE"));
    CHECK(contains(strict.output, "cpu:reference:threads=1 | cpu:threads=1  (port)"));
    CHECK(contains(strict.output, "same bits  cpu:threads=1 | cpu:threads=3  (device)"));
    CHECK(contains(strict.output, "cpu:threads=1 | cpu:float32:threads=1  (precision)"));
    CHECK(parity("--devices cpu:reference,cpu").exit_code == 1);
    CHECK(parity("--devices cpu:reference,cpu --rtol 1e-10").exit_code == 0);
    CHECK(parity("--devices cpu,cpu:mixed --rtol 1e-10").exit_code == 1);
    const Outcome tolerated = parity("--devices cpu,cpu:mixed --rtol 1e-5");
    CHECK(tolerated.exit_code == 0);
    CHECK(contains(tolerated.output, "agree      cpu | cpu:mixed  (precision)"));
    CHECK(contains(tolerated.output, "corruptions planted"));
}

TEST_CASE("parity: without a device it exits 6 and claims nothing") {
    ::setenv("CUDA_VISIBLE_DEVICES", "", 1);
    const ScratchFolder scratch;
    const Outcome outcome = parity("--bundle " + scratch.file("evidence"));
    CHECK(outcome.exit_code == 6);
    CHECK(contains(outcome.output, "so nothing was computed"));
    CHECK_FALSE(contains(outcome.output, "PARITY"));
    CHECK(scratch.is_empty());
    ::unsetenv("CUDA_VISIBLE_DEVICES");
}

TEST_CASE("parity: evidence is a folder whose checksums hold, and is never overwritten") {
    const ScratchFolder scratch;
    const std::string folder = scratch.file("evidence");
    REQUIRE(parity("--devices cpu,cpu:scalar --brief --bundle " + folder + "/").exit_code == 0);
    CHECK(run_program("bundle verify " + folder).exit_code == 0);
    CHECK(contains(text_of(folder + "/commands.txt"), "--devices cpu,cpu:scalar"));
    CHECK(contains(text_of(folder + "/commands.txt"), "# exit status 0"));
    const auto machine = nlohmann::json::parse(text_of(folder + "/run_metadata.json"));
    CHECK(contains(machine.at("sides").at("cpu:scalar"), "float64, scalar, "));
    CHECK(run_program("diff " + folder + "/trace_cpu.log " + folder + "/trace_cpu_scalar.log")
              .exit_code == 0);
    CHECK(parity("--devices cpu,cpu:scalar --bundle " + folder).exit_code == 2);
    CHECK(parity("--devices cpu,cpu:scalar --bundle " + scratch.file("none/below")).exit_code == 2);
}

TEST_CASE("parity: only rendered pixels are counted, and a scene without any is refused") {
    const std::string cubic =
        "parity --devices cpu:scalar,cpu:baseline -- -default_F 100 -cell 100 "
        "100 100 90 90 90 -lambda 1 -distance 100 -detpixels 20 -N 5 ";
    const Outcome region = run_program(cubic + "-roi 3 5 3 5");
    CAPTURE(region.output);
    CHECK(region.exit_code == 0);
    CHECK(contains(region.output, ": 9 pixels; one trace serves both"));
    const Outcome nothing = run_program(cubic + "-roi 100 200 100 200");
    CHECK(nothing.exit_code == 2);
    CHECK(contains(nothing.output, "renders no pixel"));
}

TEST_CASE("render: one file under two names is refused") {
    const ScratchFolder scratch;
    const Outcome outcome = run_program("render --config phi_scan --float-out " +
                                        scratch.file("a") + " --raw-out " + scratch.file("./a"));
    CHECK(outcome.exit_code == 2);
    CHECK(contains(outcome.output, "is named for two outputs"));
    CHECK(scratch.is_empty());
}

TEST_CASE("parity: sides that make no comparison exit 2 with a remedy") {
    const auto refuses = [](const std::string& arguments, const std::string& message) {
        const Outcome outcome = parity(arguments);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 2);
        CHECK(contains(outcome.output, message));
    };
    refuses("--devices cpu", "is a single side");
    refuses("--devices cpu,cpu", "is the same as cpu");
    refuses("--devices gpu,cpu", "Did you mean 'cpu'?");
    refuses("--devices cpu,cpu:avx", "Did you mean 'avx2'?");
    refuses("--devices cpu,cpu:threads=0", "is no number of threads");
    refuses("--devices cpu,cpu:mixed:float32", "contradicts a word before it");
    refuses("--devices cpu:reference,cpu:reference:scalar", "have one kernel");
    refuses("--devices cpu,cpu:cuda", "'cuda' is unknown");
    refuses("--devices cpu:scalar,cpu:threads=3:scalar --rtol nan", "Give a number from");
    refuses("--devices cpu:scalar,cpu:baseline --quirk x=on", "x");
    refuses("--devices cpu,cuda:threads=2", "says nothing of a CUDA device");
    refuses("--devices cpu,cuda:reference", "does not go with reference arithmetic");
    refuses("--devices cpu,cpu:reference:mixed", "does not go with reference arithmetic");
    refuses("--devices cpu,cpu:scalar --pixel 99 0", "lies outside the detector");
    refuses("--devices cpu,cpu:scalar --pixel 1 1 --all-pixels", "does not go with --pixel");
}
