#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "corpus.hpp"
#include "tapir/reports/manifest.hpp"
#include "tapir/trace/digest.hpp"
#include "tapir/trace/trace_file.hpp"

/// Bundles as a user makes, moves and replays them.
namespace {

namespace fs = std::filesystem;
using namespace tapir::test;
using nlohmann::json;

const std::string c_trace =
    std::string(TAPIR_SOURCE_DIR) + "/configs/traces/supervisor_685_1039_nanobragg.log";

/// Our trace of the same pixel.
std::string own_trace(const ScratchFolder& scratch, const std::string& phi_mode) {
    const std::string file = scratch.file(phi_mode + ".log");
    REQUIRE(run_program("trace --config supervisor --pixel 685 1039 --arithmetic reference "
                        "--dialect c --phi-mode " +
                        phi_mode + " --out " + file)
                .exit_code == 0);
    return file;
}

json json_of(const fs::path& file) {
    return json::parse(text_of(file));
}

void seal_again(const fs::path& folder) {
    std::ofstream(folder / "sha256.txt", std::ios::binary)
        << tapir::reports::manifest_text(tapir::reports::digests_of(folder));
}

void replace_in(const fs::path& file, const std::string& from, const std::string& to) {
    std::string text = text_of(file);
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    std::ofstream(file, std::ios::binary) << text;
}

int replay(const fs::path& folder, const std::string& options = "") {
    const Outcome outcome = run_program("bundle replay " + folder.string() + options);
    CAPTURE(outcome.output);
    CHECK(outcome.exit_code != 5);
    return outcome.exit_code;
}

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

TEST_CASE("bundle: of every case, moved away from its inputs, verifies and replays byte for byte") {
    const ScratchFolder scratch;
    int bundles = 0;
    for (const CorpusCase& one : corpus_cases()) {
        CAPTURE(one.name);
        const InFolder here(one.folder);
        for (const auto& entry : fs::directory_iterator(one.folder / "cref")) {
            const std::string name = entry.path().filename().string();
            if (name.rfind("trace_", 0) != 0 || !fs::exists(one.folder / "spec" / name)) {
                continue;
            }
            const Outcome made = run_program("bundle create cref/" + name + " spec/" + name +
                                             " --args-file args.txt --out " + scratch.file("made"));
            CAPTURE(made.output);
            REQUIRE((made.exit_code == 0 || made.exit_code == 1 || made.exit_code == 4));
            fs::rename(scratch.file("made"), scratch.file("moved"));
            const InFolder elsewhere("/");
            CHECK(run_program("bundle verify " + scratch.file("moved")).exit_code == 0);
            const Outcome again = run_program("bundle replay " + scratch.file("moved"));
            CAPTURE(again.output);
            CHECK(again.exit_code == 0);
            fs::remove_all(scratch.file("moved"));
            ++bundles;
            break; // one pixel a case
        }
    }
    CHECK(bundles > 50);
}

TEST_CASE("bundle: copied, cloned by git, packed and read-only, it verifies, replays and stays") {
    const ScratchFolder scratch;
    REQUIRE(run_program("bundle create " + c_trace + " " + own_trace(scratch, "spec") +
                        " --config supervisor --out " + scratch.file("evidence"))
                .exit_code == 1);
    const std::string in = "cd " + scratch.file(".") + " && ";
    REQUIRE(std::system((in + "mkdir repo && cp -r evidence repo/ && cd repo && git init -q && "
                              "git add -A && git -c user.name=t -c user.email=t@t commit -qm t && "
                              "git clone -q . ../clone && cp -r evidence ../copy")
                            .c_str()) == 0);
    REQUIRE(run_program("bundle pack " + scratch.file("evidence") + " " + scratch.file("e.tar.zst"))
                .exit_code == 0);
    REQUIRE(
        run_program("bundle unpack " + scratch.file("e.tar.zst") + " " + scratch.file("unpacked"))
            .exit_code == 0);
    fs::remove_all(scratch.file("evidence"));
    // neither the presets nor the current folder are of any use to a replay
    ::setenv("TAPIR_CONFIGS", "/nonexistent", 1);
    const InFolder elsewhere("/");
    for (const char* name : {"clone/evidence", "copy", "unpacked"}) {
        CAPTURE(name);
        const fs::path folder = scratch.file(name);
        REQUIRE(std::system(("chmod -R a-w " + folder.string()).c_str()) == 0);
        const auto before = fs::last_write_time(folder);
        CHECK(run_program("bundle verify " + folder.string()).exit_code == 0);
        CHECK(replay(folder, " --rerun") == 0);
        CHECK(fs::last_write_time(folder) == before);
        REQUIRE(std::system(("chmod -R u+w " + folder.string()).c_str()) == 0);
    }
    ::unsetenv("TAPIR_CONFIGS");
}

TEST_CASE("bundle: verify names what is missing, extra and changed, and exits 1") {
    const ScratchFolder scratch;
    const std::string folder = scratch.file("evidence");
    REQUIRE(run_program("trace --config phi_scan --pixel 10 10 --bundle " + folder).exit_code == 0);
    fs::remove(folder + "/commands.txt");
    std::ofstream(folder + "/note\x1b[31m.txt") << "mine";
    std::ofstream(folder + "/trace_cpu.log", std::ios::app) << " ";
    const Outcome outcome = run_program("bundle verify " + folder);
    CHECK(outcome.exit_code == 1);
    CHECK(contains(outcome.output, "missing: commands.txt"));
    CHECK(contains(outcome.output, "extra: note?[31m.txt"));
    CHECK(contains(outcome.output, "changed: trace_cpu.log"));
    const Outcome again = run_program("bundle replay " + folder);
    CHECK(again.exit_code == 3);
    CHECK(contains(again.output, "changed: trace_cpu.log"));
    CHECK(run_program("bundle pack " + folder + " " + scratch.file("x.tar.zst")).exit_code == 1);
    CHECK_FALSE(fs::exists(scratch.file("x.tar.zst")));
    CHECK(run_program("bundle verify " + scratch.file("none")).exit_code == 2);
    CHECK(run_program("bundle replay " + scratch.file("none")).exit_code == 2);
    CHECK(run_program("bundle verify " + folder + " --fast").exit_code == 2);
    CHECK(run_program("bundle").exit_code == 2);
}

TEST_CASE("bundle: a replay that gives something else exits 1 and shows where") {
    const ScratchFolder scratch;
    const fs::path folder = scratch.file("evidence");
    REQUIRE(run_program("bundle create " + c_trace + " " + own_trace(scratch, "spec") +
                        " --config supervisor --out " + folder.string())
                .exit_code == 1);
    const std::string verdict = text_of(folder / "verdict.json");
    replace_in(folder / "verdict.json", "\"departing\": ", "\"departing\": 1");
    seal_again(folder);
    const Outcome outcome = run_program("bundle replay " + folder.string());
    CHECK(outcome.exit_code == 1);
    CHECK(contains(outcome.output, "verdict.json: DIFFERS, line 11: now `  \"departing\": 49,`, "
                                   "was `  \"departing\": 149,`"));
    std::ofstream(folder / "verdict.json") << verdict;
    // a trace that this program does not make so
    replace_in(folder / "trace_candidate.log", "TRACE_C:", "TRACE_C: ");
    seal_again(folder);
    const Outcome rerun = run_program("bundle replay --rerun " + folder.string());
    CHECK(rerun.exit_code == 1);
    CHECK(contains(rerun.output, "trace_candidate.log: DIFFERS, line 1:"));
}

TEST_CASE("bundle: one that would reach outside, or is none of ours, is refused") {
    const ScratchFolder scratch;
    const fs::path folder = scratch.file("evidence");
    REQUIRE(run_program("trace --config supervisor --pixel 685 1039 --bundle " + folder.string())
                .exit_code == 0);
    const auto refused = [&](const char* file, const std::string& from, const std::string& to) {
        const std::string before = text_of(folder / file);
        replace_in(folder / file, from, to);
        seal_again(folder);
        const Outcome outcome = run_program("bundle replay " + folder.string());
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 2);
        std::ofstream(folder / file, std::ios::binary) << before;
        return outcome.output;
    };
    CHECK(contains(refused("scene.json", "inputs/matrix.mat", "../../../etc/passwd"),
                   "takes its matrix from elsewhere"));
    CHECK(contains(refused("scene.json", "inputs/structure_factors.hkl", "/etc/passwd"),
                   "takes its structure_factors from elsewhere"));
    CHECK(contains(refused("config_snapshot.json", "\"trace_cpu.log\"", "\"../trace_cpu.log\""),
                   "names a file outside the bundle"));
    CHECK(contains(refused("config_snapshot.json", "\"version\": 1", "\"version\": 2"),
                   "is no tapir-bundle of version 1"));
    CHECK(contains(refused("config_snapshot.json", "\"kind\": \"trace\"", "\"kind\": \"x\""),
                   "is no tapir-bundle"));
    CHECK(contains(refused("config_snapshot.json", "\"c_threads\": 1", "\"c_threads\": 0"),
                   "impossible number of threads"));
    CHECK(contains(refused("config_snapshot.json", "\"float64\"", "\"float\\u001b\""),
                   "holds 'float?'"));
    CHECK(contains(refused("config_snapshot.json", "\"pixels\": [", "\"pixels\": [[99999,0],"),
                   "lies outside the detector"));
    CHECK(contains(refused("config_snapshot.json", "\"notes\"", "\"notices\""), "notes"));
    CHECK(contains(refused("config_snapshot.json", "{", "["), "cannot be read"));
    seal_again(folder);
    CHECK(replay(folder) == 0);
}

TEST_CASE("bundle: a large input is kept by its digest, and a replay says what it lacks") {
    const ScratchFolder scratch;
    const fs::path folder = scratch.file("evidence");
    const Outcome made = run_program("bundle create " + c_trace + " " + own_trace(scratch, "spec") +
                                     " --config supervisor --limit-mib 0 --out " + folder.string());
    CHECK(made.exit_code == 1); // the scene was there all the same
    CHECK(contains(made.output, "ROT/ap_y"));
    CHECK_FALSE(fs::exists(folder / "inputs"));
    CHECK(run_program("bundle verify " + folder.string()).exit_code == 0);
    const Outcome again = run_program("bundle replay " + folder.string());
    CHECK(again.exit_code == 3);
    CHECK(contains(again.output, "structure_factors was too large to keep: 448090 bytes"));
    CHECK(contains(again.output, "given as configs/data/p1_synthetic.hkl"));
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
    check("diff " + c_trace + " " + spec + " --config nonexistent", 1, "could not be used");
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

TEST_CASE("bundle: traces of every dialect are made again, parity is computed again") {
    const ScratchFolder scratch;
    int number = 0;
    for (const char* options :
         {"--phi-mode c-parity", "--dialect c", "--dialect c --arithmetic portable",
          "--dialect py --emit-rot-stars", "--dtype float32 --arithmetic portable",
          "--profile spec --quirk cached_polarisation=on", "--quirk phi0_carryover=on",
          "--pixel 20 20 --c-threads 3 --phi-mode c-parity"}) {
        CAPTURE(options);
        const std::string folder = scratch.file("t" + std::to_string(++number));
        const Outcome made = run_program("trace --config phi_scan --pixel 10 10 " +
                                         std::string(options) + " --bundle " + folder);
        CHECK(made.exit_code == 0);
        CHECK(contains(made.output, "evidence in "));
        CHECK_FALSE(contains(made.output, "TRACE"));
        CHECK(replay(folder) == 0);
    }
    REQUIRE(run_program("parity --config phi_scan --devices cpu:reference,cpu,cpu:float32 "
                        "--phi-mode c-parity --bundle " +
                        scratch.file("p"))
                .exit_code == 1);
    CHECK(replay(scratch.file("p"), " --rerun") == 0);
    replace_in(scratch.file("p/config_snapshot.json"),
               "cpu:portable:float64:", "cpu:portable:float64:avx1024:");
    seal_again(scratch.file("p"));
    CHECK(replay(scratch.file("p")) == 3);
}

TEST_CASE("bundle: what a scene is made of comes along: sources, masks, dumps, quirks, seeds") {
    const ScratchFolder scratch;
    using Scene = std::pair<const char*, const char*>;
    for (const auto& [name, pixel] :
         {Scene{"sourcefile", "10 12"}, Scene{"mask", "12 50"}, Scene{"fdump_reuse", "10 12"},
          Scene{"misset_random", "10 12"}, Scene{"roi", "10 20"}, Scene{"mosaic_domains", "10 12"},
          Scene{"thick_layers", "10 12"}, Scene{"tricubic_sticky", "10 12"}}) {
        const std::string folder = scratch.file(name);
        CAPTURE(folder);
        const InFolder here(case_folder(name));
        const Outcome made = run_program("trace --args-file args.txt --pixel " +
                                         std::string(pixel) + " --bundle " + folder);
        CAPTURE(made.output);
        REQUIRE(made.exit_code == 0);
        const InFolder elsewhere("/");
        CHECK(replay(folder) == 0);
    }
    CHECK(fs::exists(scratch.file("mask/inputs/mask.img")));
    CHECK(fs::exists(scratch.file("sourcefile/inputs/sources.txt")));
}

TEST_CASE("bundle: per-phi files are read back with the values of the trace") {
    const ScratchFolder scratch;
    const std::string folder = scratch.file("e");
    const std::string command = "trace --config supervisor --pixel 685 1039 --dialect py --bundle ";
    REQUIRE(run_program(command + folder).exit_code == 0);
    const tapir::trace::TraceFile read =
        tapir::trace::read_trace(folder + "/per_phi_cpu_685_1039.json", "");
    REQUIRE(read.pixels.size() == 1);
    CHECK(read.pixels.front() == tapir::trace::Pixel{685, 1039});
    CHECK(read.problems.empty());
    // the same values as the dialect's own lines of the steps
    std::map<std::string, double> lines;
    const tapir::trace::TraceFile whole = tapir::trace::read_trace(folder + "/trace_cpu.log", "");
    for (const auto& record : whole.records) {
        if (record.kind == "PHI") {
            lines[record.key + std::to_string(record.site.phi_tic)] = record.values.front().number;
        }
    }
    CHECK(read.records.size() == 40);
    CHECK(lines.size() == 40);
    for (const auto& record : read.records) {
        const std::string key = record.key + std::to_string(record.site.phi_tic);
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
    const std::string odd = scratch.write("it's $HOME \"*\" \\ .log", text_of(c_trace));
    const std::string parity = own_trace(scratch, "c-parity");
    fs::create_directory(scratch.file("bin"));
    fs::create_symlink(TAPIR_PROGRAM, scratch.file("bin/tapir"));
    const InFolder here(scratch.file("."));
    REQUIRE(run_program("diff \"it's \\$HOME \\\"*\\\" \\\\ .log\" c-parity.log --config "
                        "supervisor --bundle 'a b'")
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
