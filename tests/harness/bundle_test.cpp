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
