#include <doctest/doctest.h>

#include <map>

#include <nlohmann/json.hpp>

#include "bundles.hpp"
#include "corpus.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/engine/loops.hpp"
#include "tapir/trace/format/read_trace.hpp"

/// What commands leave in a bundle.
namespace {

namespace fs = std::filesystem;
using namespace tapir::test;
using nlohmann::json;

} // namespace

TEST_CASE(
    "bundle: a diff leaves its evidence, and the screen and the exit code stay what they are") {
    const ScratchFolder scratch;
    const std::string spec = own_trace(scratch, "spec");
    const std::string command = "diff " + c_trace + " " + spec + " --config supervisor";
    const Outcome plain = run_program(command);
    const Outcome outcome = run_program(command + " --bundle " + scratch.file("evidence"));
    CHECK(outcome.exit_code == 1);
    CHECK(contains(outcome.output, plain.output));
    const fs::path folder = scratch.file("evidence");
    for (const char* name :
         {"commands.txt", "config_snapshot.json", "inputs/matrix.mat",
          "inputs/structure_factors.hkl", "metrics.json", "per_phi_candidate_685_1039.json",
          "per_phi_reference_685_1039.json", "report.html", "run_metadata.json", "scene.json",
          "summary.md", "trace_candidate.log", "trace_reference.log", "verdict.json",
          "sha256.txt"}) {
        CAPTURE(name);
        CHECK(fs::is_regular_file(folder / name));
    }
    CHECK(text_of(folder / "trace_reference.log") == text_of(c_trace));
    const json verdict = json_of(folder / "verdict.json");
    CHECK(verdict.at("verdict") == "divergence");
    CHECK(verdict.at("reference") == "trace_reference.log");
    CHECK(verdict.at("scene") == "preset scene.json");
    const json metrics = json_of(folder / "metrics.json");
    for (const char* field : {"tolerance_rel", "first_divergence", "num_divergent", "factors"}) {
        CHECK(metrics.contains(field));
    }
    const json metadata = json_of(folder / "run_metadata.json");
    for (const char* field : {"timestamp", "version", "git_sha", "compiler", "flags", "libraries",
                              "machine", "cuda_device"}) {
        CHECK(metadata.contains(field));
    }
    CHECK(std::system(
              ("cd " + folder.string() + " && sha256sum --strict --quiet -c sha256.txt").c_str()) ==
          0);
    CHECK(replay(folder, " --rerun") == 0);
}

TEST_CASE("bundle: verdicts of every kind are replayed, without a scene too") {
    const ScratchFolder scratch;
    const std::string spec = own_trace(scratch, "spec");
    const std::string parity = own_trace(scratch, "c-parity");
    int number = 0;
    const auto check = [&](const std::string& command, int code, const std::string& word) {
        CAPTURE(command);
        const fs::path folder = scratch.file("e" + std::to_string(++number));
        const Outcome outcome = run_program(command + " --bundle " + folder.string());
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == code);
        CHECK(contains(text_of(folder / "verdict.json"), word));
        CHECK(contains(text_of(folder / "commands.txt"),
                       "\n# exit status " + std::to_string(code) + "\n"));
        CHECK(replay(folder) == 0);
    };
    check("diff " + c_trace + " " + parity + " --config supervisor", 0, "\"parity\"");
    check("diff " + c_trace + " " + parity, 0, "\"parity\"");
    check("diff " + c_trace + " " + spec + " --rtol 0.5", 1, "\"divergence\"");
    check("diff " + c_trace + " " + spec + " --exact --config supervisor", 1, "\"divergence\"");
    check("diff " + spec + " " + spec, 3, "same file");
    check("diff " + spec + " " + scratch.write("empty.log", ""), 3, "not_comparable");
    const std::string no_file = scratch.write("args.txt", "-hkl nowhere.hkl -cell 9 9 9 90 90 90");
    check("diff " + c_trace + " " + spec + " --args-file " + no_file, 1, "could not be used");
    check("why " + c_trace + " " + spec, 1, "without the scene");
    check("why " + c_trace + " " + spec + " --config supervisor", 1, "stale");
    const std::string hostile =
        scratch.write("<script>alert(1)<b>\x1b[31m\n.log",
                      text_of(spec) + "TRACE_C: <script>alert(1)</script>\x1b[31m 1 2\n");
    check("diff " + c_trace + " '" + hostile + "'", 1, "\"divergence\"");
    const fs::path last = scratch.file("e" + std::to_string(number));
    CHECK_FALSE(contains(text_of(last / "report.html"), "<script>alert"));
    CHECK_FALSE(contains(text_of(last / "summary.md"), "\x1b"));
}

TEST_CASE("bundle: no other output may come to lie in it") {
    const ScratchFolder scratch;
    const std::string spec = own_trace(scratch, "spec");
    const std::string folder = scratch.file("e");
    const std::string link = scratch.file("link");
    fs::create_directory_symlink(scratch.file(""), link);
    for (const std::string& command :
         {"diff " + c_trace + " " + spec + " --json " + folder + "/x.json",
          "diff " + c_trace + " " + spec + " --html " + link + "/e/x.html",
          "trace --config supervisor --pixel 685 1039 --out " + folder + "/../e/x.log",
          "parity --config supervisor --devices cpu,cpu:float32 --json " + folder + "/x.json"}) {
        CAPTURE(command);
        const Outcome outcome = run_program(command + " --bundle " + folder);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 2);
        CHECK(contains(outcome.output, "lies inside the bundle"));
        CHECK_FALSE(fs::exists(folder));
    }
    CHECK(run_program("diff " + c_trace + " " + spec + " --json " + folder + ".json --bundle " +
                      folder)
              .exit_code == 1);
    CHECK(replay(folder) == 0);
}

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

TEST_CASE("bundle: per-phi files are read back with the values of the trace") {
    const ScratchFolder scratch;
    const std::string folder = scratch.file("e");
    const std::string command = "trace --config supervisor --pixel 685 1039 --dialect py --bundle ";
    REQUIRE(run_program(command + folder).exit_code == 0);
    const tapir::trace::TraceFile read = tapir::trace::read_trace(
        folder + "/per_phi_cpu_685_1039.json", tapir::engine::nanobragg_model());
    REQUIRE(read.pixels.size() == 1);
    CHECK(read.pixels.front() == tapir::trace::Pixel{685, 1039});
    CHECK(read.problems.empty());
    // the same values as the dialect's own lines of the steps
    std::map<std::string, double> lines;
    const tapir::trace::TraceFile whole =
        tapir::trace::read_trace(folder + "/trace_cpu.log", tapir::engine::nanobragg_model());
    for (const auto& record : whole.records) {
        if (record.kind == "PHI") {
            lines[record.key + std::to_string(record.site[tapir::engine::loops::phi_tic])] =
                record.values.front().number;
        }
    }
    CHECK(read.records.size() == 40);
    CHECK(lines.size() == 40);
    for (const auto& record : read.records) {
        const std::string key =
            record.key + std::to_string(record.site[tapir::engine::loops::phi_tic]);
        CAPTURE(key);
        REQUIRE(lines.count(key) == 1);
        CHECK(record.values.front().number == doctest::Approx(lines[key]).epsilon(1e-14));
    }
    REQUIRE(run_program(command + folder + "2 --pixel 0 3").exit_code == 0);
    CHECK(text_of(folder + "2/per_phi_cpu_685_1039.json") ==
          text_of(folder + "/per_phi_cpu_685_1039.json"));
    CHECK(fs::exists(folder + "2/per_phi_cpu_0_3.json"));
}

TEST_CASE("bundle: the command can be run again from a shell, whatever its arguments hold") {
    const ScratchFolder scratch;
    const std::string odd = scratch.write(R"(it's $HOME "*" \ .log)", text_of(c_trace));
    const std::string parity = own_trace(scratch, "c-parity");
    fs::create_directory(scratch.file("bin"));
    fs::create_symlink(TAPIR_PROGRAM, scratch.file("bin/tapir"));
    const InFolder here(scratch.file("."));
    REQUIRE(
        run_program(
            R"(diff "it's \$HOME \"*\" \\ .log" c-parity.log --config supervisor --bundle 'a b')")
            .exit_code == 0);
    fs::rename("a b", "first");
    CHECK(std::system("PATH=$PWD/bin:$PATH sh first/commands.txt >/dev/null 2>&1") == 0);
    CHECK(text_of("a b/verdict.json") == text_of("first/verdict.json"));
    CHECK(text_of("a b/commands.txt") == text_of("first/commands.txt"));
}

TEST_CASE("bundle: the usual place, the time, and the same bytes at the same time") {
    const ScratchFolder scratch;
    const InFolder here(scratch.file("."));
    ::setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
    const std::string command = "trace --config phi_scan --pixel 1 1 --bundle-topic scans";
    REQUIRE(run_program(command).exit_code == 0);
    REQUIRE(run_program(command).exit_code == 0);
    const std::string first = "reports/archive/scans/20231114T221320Z";
    REQUIRE(fs::is_directory(first));
    CHECK(json_of(first + "/run_metadata.json").at("timestamp") == "2023-11-14T22:13:20Z");
    CHECK(text_of(first + "/sha256.txt") == text_of(first + "-2/sha256.txt"));
    ::setenv("SOURCE_DATE_EPOCH", "soon", 1);
    CHECK(run_program(command).exit_code == 2);
    ::unsetenv("SOURCE_DATE_EPOCH");
    CHECK(run_program("trace --config phi_scan --pixel 1 1 --bundle-topic ../x").exit_code == 2);
    CHECK(
        run_program("trace --config phi_scan --pixel 1 1 --bundle a --bundle-topic b").exit_code ==
        2);
    CHECK(run_program("trace --config phi_scan --pixel 1 1 --bundle reports").exit_code == 2);
    CHECK(run_program("trace --config phi_scan --pixel 1 1 --bundle no/where").exit_code == 2);
    CHECK(run_program("trace --config phi_scan --pixel 99999 1 --bundle e").exit_code == 2);
    CHECK(run_program("diff none.log " + c_trace + " --bundle e").exit_code == 2);
    CHECK_FALSE(fs::exists("e"));
    CHECK(std::distance(fs::directory_iterator("."), {}) == 1);
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
