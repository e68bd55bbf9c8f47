#include <doctest/doctest.h>

#include <cstdlib>

#include <nlohmann/json.hpp>

#include "corpus.hpp"

/// Bad input: exit code 2, a message with where, what, why and remedy, and no file written.
namespace {

using namespace tapir::test;

/// Where, problem, (reason), remedy.
void check_helpful(const Outcome& outcome, const std::vector<std::string>& parts) {
    CAPTURE(outcome.output);
    CHECK(outcome.exit_code == 2);
    for (const std::string& part : parts) {
        CAPTURE(part);
        CHECK(contains(outcome.output, part));
    }
}

/// A preset that differs from `simple_cubic` at one place.
std::string preset_with(const ScratchFolder& folder, const std::string& pointer,
                        const nlohmann::json& value) {
    auto preset = nlohmann::json::parse(
        text_of(std::string(TAPIR_SOURCE_DIR) + "/configs/presets/simple_cubic.json"));
    preset[nlohmann::json::json_pointer(pointer)] = value;
    return folder.write("preset.json", preset.dump());
}

std::string cubic_args(const std::string& more) {
    return "trace --pixel 1 1 -- -cell 100 100 100 90 90 90 -N 5 -detpixels 8 " + more;
}

} // namespace

TEST_CASE("trace: bad input exits 2, says what helps, and writes nothing") {
    const ScratchFolder inputs;
    const ScratchFolder outputs;
    const std::string out = " --out " + outputs.file("out.trace");
    const auto trace = [&out](const std::string& arguments) {
        return run_program("trace" + out + " " + arguments);
    };
    const std::string matrix = inputs.write("eight.mat", "1 2 3\n4 5 6\n7 8\n");
    const std::string letters = inputs.write("letters.hkl", "1 2 3 4.5\n1 2 x 4.5\n");
    const std::string scene = "--pixel 1 1 -- -detpixels 8 -N 5 ";

    SUBCASE("a missing file") {
        check_helpful(trace(scene + "-cell 50 -hkl " + inputs.file("none.hkl")),
                      {"none.hkl: cannot be read", "reflection list", "Give the path"});
    }
    SUBCASE("an A matrix with 8 numbers") {
        check_helpful(trace(scene + "-default_F 1 -mat " + matrix),
                      {"eight.mat:", "there are 8 numbers, not 9", "nine numbers"});
    }
    SUBCASE("letters in the reflection list") {
        check_helpful(trace(scene + "-cell 50 -hkl " + letters),
                      {"letters.hkl:2: 'x' is not a whole Miller index", "'h k l F'"});
    }
    SUBCASE("an empty reflection list") {
        check_helpful(trace(scene + "-cell 50 -hkl " + inputs.write("empty.hkl", "\n")),
                      {"there is no reflection"});
    }
    SUBCASE("a reflection over two lines") {
        check_helpful(trace(scene + "-cell 50 -hkl " + inputs.write("two.hkl", "1 2 3\n4.5\n")),
                      {"must stand on one line"});
    }
    SUBCASE("a pixel outside the detector") {
        check_helpful(
            trace("--config simple_cubic --pixel 100 0"),
            {"--pixel 100 0: lies outside the detector of 100 x 100", "SLOW from 0 to 99"});
        check_helpful(trace("--config simple_cubic --pixel -1 0"), {"outside the detector"});
    }
    SUBCASE("one good and one bad pixel") {
        check_helpful(trace("--config simple_cubic --pixel 1 1 --pixel 0 100"), {"--pixel 0 100"});
    }
    SUBCASE("a NaN wavelength") {
        check_helpful(trace(scene + "-cell 50 -default_F 1 -lambda nan"),
                      {"-lambda: 'nan' is not a finite number"});
    }
    SUBCASE("a wavelength of zero") {
        check_helpful(
            trace(scene + "-cell 50 -default_F 1 -lambda 0"),
            {"-lambda 0 (wavelength): cannot be 0 angstrom", "divides by it", "Give angstrom"});
    }
    SUBCASE("an unknown option") {
        check_helpful(trace("--config simple_cubic --pixel 1 1 --phi-mod spec"),
                      {"--phi-mod", "Did you mean '--phi-mode'"});
    }
    SUBCASE("an unknown preset") {
        check_helpful(trace("--config supervisr --pixel 1 1"), {"Did you mean 'supervisor'?"});
    }
    SUBCASE("no scene, and two scenes") {
        check_helpful(trace("--pixel 1 1"), {"there is no scene", "--config"});
        check_helpful(trace("--pixel 1 1 --config simple_cubic -- -N 5"), {"two scenes"});
    }
    SUBCASE("a notice, when nothing surprising is accepted") {
        check_helpful(trace("--strict " + scene + "-cell 50 -default_F 1 -hdiv 3"),
                      {"--strict", "-hdiv", "unknown_options_ignored"});
    }
    SUBCASE("a value that is missing, or no number") {
        check_helpful(trace(scene + "-cell 50 -default_F"), {"-default_F: needs 1 value"});
        check_helpful(trace(scene + "-cell 50 -default_F abc"), {"'abc' is not a finite number"});
    }
    CHECK(outputs.is_empty());
}

TEST_CASE("trace: an output that cannot be written exits 2 and leaves nothing") {
    const ScratchFolder scratch;
    const std::string missing = scratch.file("no/such/folder/out.trace");
    check_helpful(run_program("trace --config simple_cubic --pixel 1 1 --out " + missing),
                  {missing + ": cannot be written", "nothing was left behind"});
    CHECK(scratch.is_empty());
}

TEST_CASE("presets: every departure from the schema exits 2 and names the place") {
    const ScratchFolder scratch;
    struct Departure {
        const char* pointer;
        nlohmann::json value;
        const char* message;
    };
    const std::vector<Departure> departures{
        {"/beam/wavelenght_angstrom", 1, "Did you mean 'wavelength_angstrom'?"},
        {"/surprise", 1, "/surprise: is not a known key"},
        {"/beam/wavelength_angstrom", "1.0", "/beam/wavelength_angstrom: must be a number"},
        {"/beam/wavelength_angstrom", 0, "/beam/wavelength_angstrom: cannot be 0 angstrom"},
        {"/detector/pixel_size_mm", -0.1, "/detector/pixel_size_mm: cannot be -0.1 mm"},
        {"/detector/close_distance_mm", -3, "/detector/close_distance_mm: cannot be -3 mm"},
        {"/crystal/b_factor_angstrom2", -2, "/crystal/b_factor_angstrom2: cannot be -2 angstrom^2"},
        {"/beam/flux_photons_per_s", 1e12, "either a fluence or a flux"},
        {"/detector/convention", "mosfilm", "/detector/convention: 'mosfilm' is not a value of it"},
        {"/detector/pixels_slow", 1.5, "/detector/pixels_slow: must be a whole number"},
        {"/detector/pixels_slow", 0, "/detector/pixels_slow: must be a whole number"},
        {"/crystal/cell_counts", nlohmann::json::array({5, 5}), "list of three numbers"},
        {"/crystal/cell_counts", nlohmann::json::array({5, 5, 0}), "at least 1"},
        {"/crystal/matrix_file", "x.mat", "x.mat"},
        {"/structure_factors/interpolation", "cubic", "'cubic' is not a value of it"},
        {"/version", 2, "tapir-preset of version 1"},
        {"/scan", nlohmann::json::array(), "/scan: must be an object"}};
    for (const Departure& departure : departures) {
        CAPTURE(departure.pointer);
        const std::string preset = preset_with(scratch, departure.pointer, departure.value);
        check_helpful(run_program("trace --pixel 1 1 --config " + preset), {departure.message});
    }
    check_helpful(run_program("trace --pixel 1 1 --config " +
                              scratch.write("broken.json", "{\n  \"format\": ,\n}")),
                  {"broken.json:2: is not valid JSON"});
}

TEST_CASE("device: cuda where there is none exits 6 with a sentence and writes nothing") {
    const ScratchFolder scratch;
    ::setenv("CUDA_VISIBLE_DEVICES", "", 1); // also where there is one
    for (const std::string& command :
         {"trace --config simple_cubic --pixel 1 1 --device cuda --out " + scratch.file("a.trace"),
          "render --config simple_cubic --device cuda --float-out " + scratch.file("a.f32"),
          "render --args-file none.txt --device cuda --float-out " + scratch.file("b.f32")}) {
        const Outcome outcome = run_program(command);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 6);
        CHECK(contains(outcome.output, "--device cuda: "));
        CHECK(contains(outcome.output, "so nothing was computed"));
    }
    ::unsetenv("CUDA_VISIBLE_DEVICES");
    CHECK(scratch.is_empty());
    const std::string version = run_program("--version").output;
    CHECK(contains(version, "\ncuda: "));
}

TEST_CASE("device: what a device cannot do as the CPU does it is refused before it is looked for") {
    check_helpful(run_program("trace --config simple_cubic --pixel 1 1 --device cuda "
                              "--arithmetic reference"),
                  {"device cuda", "does not go with reference arithmetic", "portable"});
}

TEST_CASE("nanoBragg options: what would surprise is said in one line") {
    const auto says = [](const std::string& more, const std::string& notice) {
        const Outcome outcome = run_program(cubic_args(more));
        CAPTURE(more);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 0);
        CHECK(contains(outcome.output, notice));
    };
    says("-default_F 1 -convention XDS", "-convention is no option of the C program");
    says("-default_F 1 -spindle_axis 0 1 0", "selects the CUSTOM convention");
    says("-default_F 1 -pix0_vector_mm 1 2 3", "its numbers are never used");
    says("-default_F 1 -twotheta_axis 0 0 -1", "also sets the two-theta angle");
    says("-default_F 1 -Na 5.7", "only the whole part counts");
}

TEST_CASE(
    "precision and instruction set: what cannot be done as asked exits 2 and writes nothing") {
    const ScratchFolder scratch;
    const std::string render = "render --float-out " + scratch.file("image.f32") + " ";
    const std::string trace = "trace --pixel 1 1 --out " + scratch.file("pixel.trace") + " ";
    const std::string huge =
        "--arithmetic portable --dtype float32 "
        "-- -cell 100 100 100 90 90 90 -N 5000000 -default_F 1 -detpixels 8 -oversample 1";
    for (const std::string& command : {render, trace}) {
        check_helpful(
            run_program(command + "--config phi_scan --arithmetic reference --dtype mixed"),
            {"mixed", "portable"});
        check_helpful(run_program(command + "--config phi_scan --dtype float16"),
                      {"float16", "float64"});
        check_helpful(run_program(command + huge), {"float32", "float64"});
    }
    check_helpful(run_program(render + "--config phi_scan --raw-out " + scratch.file("image.f32")),
                  {"is named for two outputs"});
    ::setenv("TAPIR_ISA", "avx", 1);
    check_helpful(run_program(render + "--config phi_scan"), {"TAPIR_ISA=avx", "avx512"});
    check_helpful(run_program("--version"), {"TAPIR_ISA=avx", "avx512"});
    ::unsetenv("TAPIR_ISA");
    CHECK(scratch.is_empty());
}

TEST_CASE("program: an empty path or value is refused, whichever it is, and nothing is written") {
    const ScratchFolder scratch;
    const ScratchFolder work;
    const std::string scene = " --config simple_cubic ";
    const std::string traced = scratch.file("a.log");
    REQUIRE(run_program("trace --pixel 1 1 --out " + traced + scene).exit_code == 0);
    const InFolder here(work.file("."));
    struct Empty {
        std::string arguments, where;
    };
    for (const Empty& empty :
         std::vector<Empty>{{"trace --pixel 1 1 --out ''" + scene, "--out"},
                            {"trace --pixel 1 1 -o ''" + scene, "-o"},
                            {"trace --pixel 1 1 --out=" + scene, "--out"},
                            {"trace --pixel 1 1 --bundle ''" + scene, "--bundle"},
                            {"trace --pixel 1 1 --bundle-topic ''" + scene, "--bundle-topic"},
                            {"trace --pixel 1 1 --config ''", "--config"},
                            {"trace --pixel 1 1 -- -mat ''", "-mat"},
                            {"trace import ''", "word 3 of the command"},
                            {"render --float-out ''" + scene, "--float-out"},
                            {"diff " + traced + " ''", "word 3 of the command"},
                            {"diff '' " + traced, "word 2 of the command"},
                            {"diff a b --json ''", "--json"},
                            {"why '' ''", "word 2 of the command"},
                            {"why a b --images c ''", "word 6 of the command"},
                            {"why a b --html ''", "--html"},
                            {"attest ''" + scene, "word 2 of the command"},
                            {"parity --json ''" + scene, "--json"},
                            {"parity --args-file ''", "--args-file"},
                            {"picture '' --png-out x.png", "word 2 of the command"},
                            {"presets import --out ''" + scene, "--out"},
                            {"bundle pack x ''", "word 4 of the command"},
                            {"bundle unpack x ''", "word 4 of the command"},
                            {"bundle replay ''", "word 3 of the command"},
                            {"bundle verify ''", "word 3 of the command"},
                            {"''", "word 1 of the command"}}) {
        const Outcome outcome = run_program(empty.arguments);
        CAPTURE(empty.arguments);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 2);
        CHECK(contains(outcome.output, "tapir: " + empty.where + ": is empty"));
    }
    CHECK(work.is_empty());
}

TEST_CASE("program: paths that no file can have, and devices without an end, are bad input") {
    const ScratchFolder scratch;
    const std::string scene = " --config simple_cubic ";
    const std::string traced = scratch.file("a.log");
    REQUIRE(run_program("trace --pixel 1 1 --out " + traced + scene).exit_code == 0);
    std::filesystem::create_symlink("loop", scratch.file("loop"));
    for (const std::string& path : {scratch.file(std::string(300, 'x')), scratch.file("loop/below"),
                                    std::string("/proc/x")}) {
        for (const std::string& command :
             {"trace --pixel 1 1" + scene + "--out ", "trace --pixel 1 1" + scene + "--bundle ",
              "render" + scene + "--float-out ", "diff " + traced + " " + traced + " --json ",
              "presets import" + scene + "--out ", "trace import " + traced + " --out ",
              std::string("bundle replay "), std::string("attest ")}) {
            const Outcome outcome = run_program(command + path);
            CAPTURE(command);
            CAPTURE(outcome.output);
            CHECK(outcome.exit_code == 2);
        }
    }
    for (const std::string& command :
         {"diff " + traced + " ", std::string("attest "), std::string("picture --png-out x.png "),
          std::string("lint --args-file ")}) {
        const Outcome outcome = run_program(command + "/dev/zero");
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 2);
        CHECK(contains(outcome.output, "/dev/zero: is a device that gives bytes without an end"));
    }
}

#ifndef __SANITIZE_ADDRESS__ // which needs more address space than that
TEST_CASE("program: more memory than there is, is the request's fault") {
    // an address space of 2 GB stands for a small machine
    const Outcome outcome = run_program(
        "trace --pixel 3 3 -- -default_F 100 -N 5 -cell 90 90 90 90 90 90 -lambda 1 -distance 50 "
        "-detpixels 8 -osc 1 -phisteps 1000000",
        "ulimit -v 2000000; ");
    CAPTURE(outcome.output);
    CHECK(outcome.exit_code == 2);
    CHECK(contains(outcome.output, "needs more memory than there is"));
}
#endif
