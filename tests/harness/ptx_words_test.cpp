#include <doctest/doctest.h>

#include <fstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "bundles.hpp"
#include "native_traces.hpp"
#include "tapir/engine/device.hpp"

/// PTX on the host as a user meets it: what it is called, that it is never evidence of a device,
/// and what a build without it says. Each test holds for builds with PTX and without.
namespace {

namespace fs = std::filesystem;
using namespace tapir::test;
using nlohmann::json;

const std::string no_evidence = "PTX on the host is no evidence of a device";

/// A side that was asked for and is not in this build.
void check_refused(const Outcome& outcome) {
    CAPTURE(outcome.output);
    CHECK(outcome.exit_code == 6);
    for (const char* part : {"--device ptx: this build holds no PTX of the kernels, because",
                             "so nothing was computed", "Use --device cpu, or build where"}) {
        CHECK(contains(outcome.output, part));
    }
    CHECK_FALSE(contains(outcome.output, "PARITY"));
}

/// What a human reads of a run on PTX: its name and its limits, and no word that a device ran.
void check_words(const std::string& text) {
    CAPTURE(text);
    CHECK(contains(text, "PTX on the host, portable"));
    CHECK(contains(text, no_evidence));
    CHECK_FALSE(contains(text, "CUDA"));
    CHECK_FALSE(contains(text, "(device)"));
}

/// A portable trace of the small scene whose header says that it was made on PTX.
std::string said_to_be_ptx(const ScratchFolder& scratch, const std::string& name,
                           const std::string& options) {
    const std::string file = traced(scratch, name, "--arithmetic portable " + options);
    replace_in(file, "device=cpu", "device=ptx");
    return file;
}

/// The words of a text with single blanks: a screen breaks its lines.
std::string flat(const std::string& text) {
    std::istringstream stream(text);
    std::string words;
    for (std::string word; stream >> word;) {
        words += (words.empty() ? "" : " ") + word;
    }
    return words;
}

void write_json(const fs::path& file, const json& document) {
    std::ofstream(file, std::ios::binary) << document.dump(2);
}

} // namespace

TEST_CASE("ptx: trace and render have the CPU's bits and say what they are, or exit 6") {
    const ScratchFolder scratch;
    for (const std::string dtype : {"float64", "mixed", "float32"}) {
        for (const std::string mode : {"spec", "c-parity"}) {
            const std::string how = "--dtype " + dtype + " --phi-mode " + mode;
            CAPTURE(how);
            const auto rendered = [&](const std::string& device) {
                return run_program("render --device " + device + " " + how + " --raw-out " +
                                   scratch.file(device) + small_scene);
            };
            const auto traced_on = [&](const std::string& device) {
                return run_program("trace --pixel 2 1 --arithmetic portable --device " + device +
                                   " " + how + " --out " + scratch.file("trace_" + device) +
                                   small_scene);
            };
            const Outcome image = rendered("ptx");
            const Outcome trace = traced_on("ptx");
            if (!tapir::engine::has_ptx()) {
                check_refused(image);
                check_refused(trace);
                CHECK(scratch.is_empty());
                continue;
            }
            CAPTURE(image.output);
            CHECK(image.exit_code == 0);
            CHECK(contains(image.output, no_evidence));
            REQUIRE(rendered("cpu").exit_code == 0);
            CHECK(text_of(scratch.file("ptx")) == text_of(scratch.file("cpu")));
            CHECK(trace.exit_code == 0);
            CHECK(contains(trace.output, no_evidence));
            REQUIRE(traced_on("cpu").exit_code == 0);
            replace_in(scratch.file("trace_ptx"), "device=ptx", "device=cpu");
            CHECK(text_of(scratch.file("trace_ptx")) == text_of(scratch.file("trace_cpu")));
        }
    }
}

TEST_CASE("ptx: parity holds it against the CPU and never calls it a device, or exits 6") {
    const ScratchFolder scratch;
    const std::string folder = scratch.file("evidence");
    const Outcome outcome = run_program("parity --devices cpu,cpu:mixed,ptx,ptx:mixed --bundle " +
                                        folder + " --json " + scratch.file("j") + small_scene);
    if (!tapir::engine::has_ptx()) {
        check_refused(outcome);
        CHECK(scratch.is_empty());
        return;
    }
    CHECK(outcome.exit_code == 1); // of the precisions; what lies between cpu and ptx is below
    check_words(outcome.output);
    CHECK(contains(outcome.output, "same bits  cpu | ptx  (ptx): "));
    CHECK(contains(outcome.output, "same bits  cpu:mixed | ptx:mixed  (ptx): "));
    const json verdict = json_of(scratch.file("j"));
    CHECK(verdict.at("sides").at(2).at("meaning") == "PTX on the host, portable, float64");
    CHECK(verdict.at("limits").at(0).get<std::string>().find(no_evidence) == 0);
    const json& pair = verdict.at("comparisons").at(1);
    CHECK(pair.at("kind") == "ptx");
    CHECK(pair.at("one_trace") == false);
    CHECK(pair.at("same_bits") == true);
    CHECK(pair.at("image").at("compared") == 16);
    for (const char* file : {"summary.md", "report.html"}) {
        check_words(text_of(fs::path(folder) / file));
    }
    const json machine = json_of(folder + "/run_metadata.json");
    CHECK(machine.at("cuda_device").is_null()); // also where there is one
    CHECK(contains(machine.at("sides").at("ptx"), "PTX on the host"));
    CHECK(machine.at("limits") == verdict.at("limits"));
    CHECK(json_of(folder + "/metrics.json").at("limits") == verdict.at("limits"));
    CHECK(contains(text_of(folder + "/trace_ptx_mixed.log"), "device=ptx dtype=mixed"));
    CHECK(replay(folder, " --rerun") == 0);
}

TEST_CASE("ptx: a side with other values is a divergence that is named, or exits 6") {
    const ScratchFolder scratch;
    const Outcome outcome = run_program("parity --devices cpu,ptx:float32 --bundle " +
                                        scratch.file("evidence") + small_scene);
    if (!tapir::engine::has_ptx()) {
        check_refused(outcome);
        CHECK(scratch.is_empty());
        return;
    }
    CAPTURE(outcome.output);
    CHECK(outcome.exit_code == 1);
    CHECK(contains(outcome.output, "DIFFER     cpu | ptx:float32  (ptx+precision)"));
    const json metrics = json_of(scratch.file("evidence/metrics.json"));
    CHECK(metrics.at("verdict") == "divergence");
    CHECK(metrics.at("num_divergent").get<int>() > 0);
    CHECK(metrics.at("first_divergence").is_string());
}

TEST_CASE("ptx: a bundle of a trace names it in words and is made again, or exits 6") {
    const ScratchFolder scratch;
    const std::string folder = scratch.file("evidence");
    const Outcome made =
        run_program("trace --pixel 1 2 --device ptx --bundle " + folder + small_scene);
    if (!tapir::engine::has_ptx()) {
        check_refused(made);
        CHECK(scratch.is_empty());
        // and one from elsewhere is not replayed
        REQUIRE(
            run_program("trace --pixel 1 2 --arithmetic portable --bundle " + folder + small_scene)
                .exit_code == 0);
        json snapshot = json_of(folder + "/config_snapshot.json");
        json& run = snapshot.at("subjects").at(0).at("made_here");
        REQUIRE(run.at("device") == "cpu");
        run.at("device") = "ptx";
        write_json(folder + "/config_snapshot.json", snapshot);
        seal_again(folder);
        check_refused(run_program("bundle replay " + folder));
        return;
    }
    CAPTURE(made.output);
    REQUIRE(made.exit_code == 0);
    check_words(text_of(folder + "/summary.md"));
    check_words(text_of(folder + "/report.html"));
    CHECK(contains(text_of(folder + "/trace_ptx.log"), "device=ptx"));
    CHECK(json_of(folder + "/run_metadata.json").at("cuda_device").is_null());
    CHECK(replay(folder) == 0);
}

TEST_CASE("ptx: a parity's bundle from a build with it is replayed, or exits 6") {
    const ScratchFolder scratch;
    const std::string folder = scratch.file("evidence");
    REQUIRE(
        run_program("parity --devices cpu,cpu:scalar --bundle " + folder + small_scene).exit_code ==
        0);
    json snapshot = json_of(folder + "/config_snapshot.json");
    snapshot.at("parity").at("sides").at(1).at("as") = "ptx:portable:float64";
    write_json(folder + "/config_snapshot.json", snapshot);
    seal_again(folder);
    const Outcome again = run_program("bundle replay " + folder);
    if (tapir::engine::has_ptx()) { // the same verdict, of another side
        CAPTURE(again.output);
        CHECK(again.exit_code == 1);
        CHECK(contains(again.output, "verdict.json: DIFFERS"));
    } else {
        check_refused(again);
    }
}

TEST_CASE("ptx: whoever compares or attests a trace of it reads that it is no evidence") {
    const ScratchFolder scratch;
    for (const std::string pixels : {"--pixel 2 1", "--all-pixels"}) {
        CAPTURE(pixels);
        std::string scene = small_scene; // all pixels of a larger one are read in pieces
        if (pixels != "--pixel 2 1") {
            scene.replace(scene.find("-detpixels 4"), 12, "-detpixels 14");
        }
        const std::string cpu =
            traced(scratch, "cpu.trace", "--arithmetic portable " + pixels, scene);
        const std::string ptx = scratch.file("ptx.trace");
        fs::copy_file(cpu, ptx, fs::copy_options::overwrite_existing);
        replace_in(ptx, "device=cpu", "device=ptx");
        const auto reads = [&](const std::string& arguments, const std::string& whose) {
            const Outcome outcome =
                run_program("diff " + arguments + " --json " + scratch.file("v.json") + " --html " +
                            scratch.file("v.html") + " --markdown " + scratch.file("v.md"));
            CAPTURE(outcome.output);
            CHECK(outcome.exit_code == 0);
            const std::string note = whose + " made with device=ptx: " + no_evidence;
            CHECK(contains(flat(outcome.output), note));
            CHECK(contains(json_of(scratch.file("v.json")).at("notes").at(0), note));
            CHECK(contains(text_of(scratch.file("v.html")), note));
            CHECK(contains(text_of(scratch.file("v.md")), note));
        };
        reads(cpu + " " + ptx, "the candidate was");
        reads(ptx + " " + cpu, "the reference was");
        const Outcome plain = run_program("diff " + cpu + " " + cpu + " ");
        CHECK_FALSE(contains(plain.output, "PTX"));
    }
    const std::string ptx = said_to_be_ptx(scratch, "one.trace", "--pixel 2 1");
    const Outcome attested = run_program("attest " + ptx + small_scene);
    CAPTURE(attested.output);
    CHECK(attested.exit_code == 0);
    const std::string words = flat(attested.output);
    const std::string note = "the trace was made with device=ptx: " + no_evidence;
    CHECK(contains(words, note));
    CHECK(contains(words, "that it was made with device=ptx is not held against anything: it was "
                          "computed again on the CPU, whose bits are the same"));
    CHECK(contains(flat(run_program("attest " + ptx).output), note));
}

TEST_CASE("ptx: attest computes a trace again on it, or exits 6") {
    const ScratchFolder scratch;
    const std::string file = traced(scratch, "cpu.trace", "--arithmetic portable --pixel 2 1");
    const Outcome again = run_program("attest " + file + " --device ptx" + small_scene);
    if (!tapir::engine::has_ptx()) {
        check_refused(again);
        return;
    }
    CAPTURE(again.output);
    CHECK(again.exit_code == 0);
    const std::string words = flat(again.output);
    CHECK(contains(words, "device=cpu is not held against anything: it was computed again on PTX "
                          "on the host"));
    CHECK(contains(words, "this engine's values were computed with --device ptx: " + no_evidence));
    // reference arithmetic is the CPU's alone, and so is what is said of it
    const std::string reference = traced(scratch, "c.trace", "--arithmetic reference --pixel 2 1");
    const Outcome of_c = run_program("attest " + reference + " --device ptx" + small_scene);
    CAPTURE(of_c.output);
    CHECK(of_c.exit_code == 0);
    CHECK_FALSE(contains(of_c.output, "PTX"));
}

TEST_CASE("ptx: words that say nothing of it are refused, and help and version know it") {
    const auto refuses = [](const std::string& arguments, const std::string& message) {
        const Outcome outcome = run_program(arguments);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 2);
        CHECK(contains(outcome.output, message));
    };
    const std::string parity = "parity --config phi_scan --devices ";
    refuses(parity + "ptx", "is a single side");
    refuses(parity + "cpu,ptx,ptx", "is the same as ptx");
    refuses(parity + "cpu,ptx:threads=2", "'threads=2' says nothing of PTX on the host");
    refuses(parity + "cpu,ptx:scalar", "'scalar' says nothing of PTX on the host");
    refuses(parity + "cpu,ptx:reference", "device ptx: does not go with reference arithmetic");
    refuses(parity + "cpu,pt", "Did you mean 'ptx'?");
    refuses(parity + "cpu,nothing", "Begin with cpu, cuda or ptx.");
    refuses("trace --config phi_scan --pixel 1 1 --device ptx --arithmetic reference",
            "device ptx: does not go with reference arithmetic");
    refuses("render --config phi_scan --device tpu --float-out x", "There are cpu, cuda, ptx.");
    for (const char* command : {"trace", "render", "attest", "parity"}) {
        const Outcome help = run_program(std::string(command) + " --help");
        CAPTURE(help.output);
        CHECK(contains(flat(help.output), "PTX on the host"));
        CHECK(contains(flat(help.output), "no evidence of a device"));
    }
    CHECK(contains(run_program("--version").output,
                   tapir::engine::has_ptx() ? "\nptx: the kernels' PTX on the host, no evidence of "
                                              "a device\n"
                                            : "\nptx: not in this build\n"));
}

TEST_CASE("ptx: without a device --device cuda exits 6 and says what can run instead") {
    ::setenv("CUDA_VISIBLE_DEVICES", "", 1); // also where there is one
    const Outcome outcome = run_program("trace --config simple_cubic --pixel 1 1 --device cuda");
    ::unsetenv("CUDA_VISIBLE_DEVICES");
    CAPTURE(outcome.output);
    CHECK(outcome.exit_code == 6);
    CHECK(contains(outcome.output, "--device cuda: "));
    CHECK(contains(outcome.output, "--device ptx runs the same kernels' PTX on the host; that is "
                                   "no evidence of a device") == tapir::engine::has_ptx());
}
