#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "bundles.hpp"
#include "corpus.hpp"

/// Bundles moved, checked and done again.
namespace {

namespace fs = std::filesystem;
using namespace tapir::test;

} // namespace

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
            std::string command = "bundle create cref/" + name;
            command += " spec/" + name;
            command += " --args-file args.txt --out " + scratch.file("made");
            const Outcome made = run_program(command);
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
