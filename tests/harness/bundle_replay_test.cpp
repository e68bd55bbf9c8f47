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

TEST_CASE("bundle: a rerun that can make no trace says why of each, and is no success") {
    const ScratchFolder scratch;
    const std::string ours = own_trace(scratch, "spec");
    int number = 0;
    const auto rerun = [&](const std::string& command, const std::string& options = " --rerun") {
        const std::string folder = scratch.file("e" + std::to_string(++number));
        const Outcome made = run_program(command + " --bundle " + folder);
        CAPTURE(made.output);
        REQUIRE(fs::exists(folder));
        CHECK(replay(folder) == 0);
        return run_program("bundle replay " + folder + options);
    };
    const std::string unrun = "NOT rerun: no trace could be made again; the verdict is the same";
    const Outcome without = rerun("diff " + c_trace + " " + ours);
    CHECK(without.exit_code == 3);
    CHECK(contains(without.output, unrun));
    CHECK(contains(without.output, "trace_candidate.log: not made again, no scene is in the "
                                   "bundle"));
    CHECK_FALSE(contains(without.output, "not made by this program"));
    // one of two is enough: the other program's trace is taken as it is
    const std::string other = scratch.write("other.log", text_of(c_trace) + "TRACE_C: more 1\n");
    const Outcome partly = rerun("diff " + ours + " " + other + " --config supervisor");
    CAPTURE(partly.output);
    CHECK(partly.exit_code == 0);
    CHECK(contains(partly.output, "trace_reference.log: the same"));
    CHECK(contains(partly.output, "trace_candidate.log: not made again, this program writes other "
                                  "bytes of this scene"));
    // binary ones, and those of all pixels
    const std::string scan = "trace --config phi_scan --phi-mode ";
    REQUIRE(run_program(scan + "spec --pixel 1 1 --dialect binary --out " + scratch.file("a.bin"))
                .exit_code == 0);
    REQUIRE(run_program(scan + "c-parity --pixel 1 1 --out " + scratch.file("b.log")).exit_code ==
            0);
    const Outcome binary =
        rerun("diff " + scratch.file("a.bin") + " " + scratch.file("b.log") + " --config phi_scan");
    CAPTURE(binary.output);
    CHECK(binary.exit_code == 0);
    CHECK(contains(binary.output, "trace_reference.log: not made again, it is in the binary form"));
    CHECK(contains(binary.output, "trace_candidate.log: the same"));
    const std::string small =
        " --args-file " +
        scratch.write(
            "small.txt",
            "-default_F 100 -N 5 -cell 90 90 90 90 90 90 -lambda 1 -distance 50 -detpixels 4");
    for (const char* arithmetic : {"reference", "portable"}) {
        REQUIRE(run_program("trace --all-pixels --arithmetic " + std::string(arithmetic) + small +
                            " --out " + scratch.file(arithmetic))
                    .exit_code == 0);
    }
    const Outcome whole =
        rerun("diff " + scratch.file("reference") + " " + scratch.file("portable") + small);
    CAPTURE(whole.output);
    CHECK(whole.exit_code == 3);
    CHECK(contains(whole.output, "trace_candidate.log: not made again, it is of all pixels"));
    std::string big = text_of(c_trace);
    big.append((std::size_t{17} << 20U) - big.size(), '\n');
    const std::string large = scratch.write("large.log", big);
    const Outcome sized = rerun("diff " + large + " " + other + " --config supervisor");
    CAPTURE(sized.output);
    CHECK(sized.exit_code == 3);
    CHECK(contains(sized.output, "trace_reference.log: not made again, of traces above 16 MiB"));
    // a divergence found on the way stays one
    const fs::path last = scratch.file("e" + std::to_string(number));
    replace_in(last / "verdict.json", "\"departing\": ", "\"departing\": 1");
    seal_again(last);
    CHECK(run_program("bundle replay --rerun " + last.string()).exit_code == 1);
    const InFolder here(case_folder("phi_zero"));
    const Outcome images =
        rerun("why cref/image.f32 spec/image.f32 --args-file args.txt --phi-mode c-parity");
    CHECK(images.exit_code == 3);
    CHECK(contains(images.output, "image_reference.f32: not made again, it is an image"));
}

TEST_CASE("bundle: a trace that says nothing of how it was made is not replayed") {
    const ScratchFolder scratch;
    const fs::path folder = scratch.file("e");
    REQUIRE(run_program("trace --config phi_scan --pixel 10 10 --bundle " + folder.string())
                .exit_code == 0);
    nlohmann::json snapshot = json_of(folder / "config_snapshot.json");
    snapshot["subjects"][0]["made_here"] = nullptr;
    std::ofstream(folder / "config_snapshot.json") << snapshot.dump();
    seal_again(folder);
    const Outcome outcome = run_program("bundle replay " + folder.string());
    CHECK(outcome.exit_code == 3);
    CHECK(contains(outcome.output, "not replayed: no trace could be made again"));
    CHECK(contains(outcome.output, "trace_cpu.log: not made again, the bundle does not say"));
}
