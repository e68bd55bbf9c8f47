#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "bundles.hpp"
#include "corpus.hpp"

/// Bundles moved, checked and done again.
namespace {

namespace fs = std::filesystem;
using namespace tapir::test;

} // namespace

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
