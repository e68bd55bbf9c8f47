#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "bundles.hpp"
#include "corpus.hpp"

/// Bundles of images, of a trace alone and of a parity.
namespace {

namespace fs = std::filesystem;
using namespace tapir::test;
using nlohmann::json;

} // namespace

TEST_CASE("bundle: images of tapir why are kept with their names' ends, and replayed") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const std::string command = "why cref/image.f32 spec/image.f32 --args-file args.txt "
                                "--phi-mode c-parity --bundle " +
                                scratch.file("e");
    CHECK(run_program(command).exit_code == 1);
    CHECK(text_of(scratch.file("e/image_reference.f32")) == text_of("cref/image.f32"));
    CHECK(contains(text_of(scratch.file("e/verdict.json")), "phi0_carryover"));
    CHECK(replay(scratch.file("e")) == 0);
    CHECK(run_program(command + "2 --bundle-limit-mib 0").exit_code == 1);
    CHECK_FALSE(fs::exists(scratch.file("e2/image_reference.f32")));
    CHECK(replay(scratch.file("e2")) == 3);
}

TEST_CASE("bundle: images beside traces are kept, and held against them again by a replay") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const std::string scene = " --args-file args.txt --phi-mode c-parity";
    const std::string ours = scratch.file("ours.log");
    REQUIRE(run_program("trace --dialect c --pixel 26 25 --out " + ours + scene).exit_code == 0);
    const std::string command =
        "why cref/trace_26_25.log " + ours + scene + " --images cref/image.f32 ";
    const fs::path fits = scratch.file("fits");
    CHECK(run_program(command + "cref/image.f32 --bundle " + fits.string()).exit_code == 0);
    CHECK(text_of(fits / "image_reference.f32") == text_of("cref/image.f32"));
    CHECK(contains(text_of(fits / "verdict.json"), "image_reference.f32 holds what the trace of "
                                                   "the reference ends with"));
    const fs::path other = scratch.file("other");
    CHECK(run_program(command + "spec/image.f32 --bundle " + other.string()).exit_code == 1);
    CHECK(text_of(other / "image_candidate.f32") == text_of("spec/image.f32"));
    CHECK(contains(text_of(other / "verdict.json"), "different set-ups"));
    CHECK(contains(text_of(other / "report.html"), "SHA-256 of the candidate&#39;s image"));
    const fs::path large = scratch.file("large");
    CHECK(run_program(command + "spec/image.f32 --bundle-limit-mib 0 --bundle " + large.string())
              .exit_code == 1);
    CHECK_FALSE(fs::exists(large / "image_candidate.f32"));
    CHECK(run_program(command + "none.f32 --bundle " + scratch.file("none")).exit_code == 2);
    CHECK_FALSE(fs::exists(scratch.file("none")));
    {
        const InFolder elsewhere("/");
        CHECK(replay(fits, " --rerun") == 0);
        CHECK(replay(other, " --rerun") == 0);
        const Outcome lacks = run_program("bundle replay " + large.string());
        CHECK(lacks.exit_code == 3);
        CHECK(contains(lacks.output, "image of the candidate was too large to keep"));
    }
    // the images count in the replay: another one is another verdict
    fs::copy_file("spec/image.f32", fits / "image_reference.f32",
                  fs::copy_options::overwrite_existing);
    seal_again(fits);
    CHECK(replay(fits) == 1);
    replace_in(other / "config_snapshot.json", "\"kind\": \"why\"", "\"kind\": \"diff\"");
    seal_again(other);
    CHECK(replay(other) == 2);
}

TEST_CASE("bundle: of a trace, a summary and a page that claim no verdict") {
    const ScratchFolder scratch;
    const fs::path folder = scratch.file("e");
    REQUIRE(run_program("trace --config phi_scan --pixel 10 10 --pixel 0 3 --dialect c --phi-mode "
                        "c-parity --quirk cached_polarisation=off --bundle " +
                        folder.string())
                .exit_code == 0);
    const std::string summary = text_of(folder / "summary.md");
    CAPTURE(summary);
    const std::string trace = text_of(folder / "trace_cpu.log");
    CHECK(contains(summary, "Nothing was compared"));
    CHECK(contains(summary, "scene: preset phi\\_scan"));
    CHECK(contains(summary, "sha256:"));
    for (const char* pixel : {"10 10", "0 3"}) {
        CHECK(contains(summary, "of pixel " + std::string(pixel) + ": "));
    }
    // the final value stands in the trace as the C program prints it
    const std::size_t at = trace.find("TRACE_C: I_pixel_final ");
    REQUIRE(at != std::string::npos);
    const double printed = std::stod(trace.substr(at + 23));
    const std::size_t said = summary.find("of pixel 10 10: ");
    CHECK(std::stod(summary.substr(said + 16)) == doctest::Approx(printed).epsilon(1e-14));
    // the notices of the scene are there
    const json effective = json_of(folder / "config_snapshot.json").at("effective");
    const std::size_t notices = effective.at("notices").size();
    CHECK(contains(summary, "## Notices (" + std::to_string(notices) + ")") == (notices > 0));
    // what it says of how to compare can be done
    const std::size_t command = summary.find("    tapir diff ");
    REQUIRE(command != std::string::npos);
    std::string line = summary.substr(command + 10, summary.find('\n', command) - command - 10);
    line.replace(line.find("OTHER.log"), 9, scratch.file("other.log"));
    fs::copy_file(folder / "trace_cpu.log", scratch.file("other.log"));
    const InFolder here(folder);
    CHECK(run_program(line).exit_code == 0);
    const std::string page = text_of(folder / "report.html");
    CHECK(contains(page, "<h1>Trace: nothing was compared</h1>"));
    CHECK(contains(page, "Command to reproduce"));
    CHECK_FALSE(contains(page, "PARITY"));
    CHECK_FALSE(fs::exists("metrics.json"));
    CHECK(replay(folder) == 0);
}

TEST_CASE("bundle: of a parity, a page with the verdict first, images, keys and provenance") {
    const ScratchFolder scratch;
    const auto page_of = [&](const std::string& name, const std::string& options, int code) {
        CHECK(run_program("parity --config phi_scan " + options + " --bundle " + scratch.file(name))
                  .exit_code == code);
        return text_of(scratch.file(name + "/report.html"));
    };
    const std::string differs = page_of("d", "--devices cpu,cpu:threads=1,cpu:float32", 1);
    CHECK(differs.find("<span id=\"verdict\">DIVERGENCE</span>: 1 of 2 comparisons differ") <
          differs.find("<h2>"));
    const json verdict = json_of(scratch.file("d/verdict.json"));
    const json& image = verdict.at("comparisons").at(1).at("image").at("rows").at(0);
    CHECK(contains(differs, "<h2>Images</h2>"));
    CHECK(contains(differs, "Reference: cpu; candidate: cpu:float32."));
    CHECK(contains(differs, std::to_string(image.at("compared").get<int>()) + "</td>"));
    CHECK(contains(differs, image.at("worst").at("site").get<std::string>()));
    CHECK(contains(differs, verdict.at("sides").at(2).at("image_sha256").get<std::string>()));
    CHECK(contains(differs, "cpu | cpu:float32"));
    CHECK_FALSE(contains(differs, "\\x")); // nothing unprintable
    CHECK(differs.size() < 1'000'000);
    const std::string same = page_of("s", "--devices cpu,cpu:threads=1", 0);
    CHECK(contains(same, "PARITY</span>: every value and every pixel has the same bits"));
    CHECK(contains(same, "the brightest"));
    const std::string near = page_of("n", "--devices cpu,cpu:reference --rtol 1e-10", 0);
    CHECK(contains(near, "PARITY</span>: every value and every pixel agrees within rtol 1e-10"));
    CHECK(replay(scratch.file("d")) == 0);
}
