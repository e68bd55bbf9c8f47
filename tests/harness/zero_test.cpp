#include <doctest/doctest.h>

#include "corpus.hpp"
#include "native_traces.hpp"

/// Zeros of two signs are two values: where they do not part two traces, they are told.
namespace {

using namespace tapir::test;

const std::string scene = " --config phi_scan";

std::string trace_of(const ScratchFolder& scratch, const std::string& name,
                     const std::string& options) {
    const std::string file = scratch.file(name);
    REQUIRE(run_program("trace --pixel 10 10 --out " + file + options + scene).exit_code == 0);
    return file;
}

} // namespace

TEST_CASE("zeros: two signs part traces without a scene, and are counted and named with one") {
    const ScratchFolder scratch;
    const std::string sound = trace_of(scratch, "a.trace", "");
    const std::string changed_one =
        changed(scratch, sound, "b.trace", [](std::vector<std::string>& lines) {
            replace_number(lines[find_line(lines, "detector_twotheta", ": 0")], "-0");
        });
    const std::string both = "diff " + sound + " " + changed_one;
    const Outcome bare = run_program(both);
    CAPTURE(bare.output);
    CHECK(bare.exit_code == 1);
    CHECK(contains(bare.output, "detector_twotheta"));
    CHECK(run_program(both + scene + " --exact").exit_code == 1);
    const Outcome with_scene = run_program(both + scene);
    CAPTURE(with_scene.output);
    CHECK(with_scene.exit_code == 0);
    CHECK(contains(with_scene.output, "two signs among these: 1."));
    CHECK(contains(with_scene.output, "detector_twotheta 0 against -0,"));
    CHECK(contains(with_scene.output, "computed 0; the numbers agree, the bits do not"));
    CHECK(run_program("attest " + changed_one + scene).exit_code == 4); // our own must be the same
    CHECK_FALSE(contains(
        run_program("diff " + sound + " " + trace_of(scratch, "c.trace", "") + scene).output,
        "two signs"));
}

TEST_CASE("zeros: between dialects too, but for whole numbers, which are printed without a sign") {
    const ScratchFolder scratch;
    const std::string native = trace_of(scratch, "a.trace", "");
    const std::string c = trace_of(scratch, "a.log", " --dialect c");
    for (const std::string& with : {std::string(), scene}) {
        const Outcome sound = run_program("diff " + native + " " + c + with);
        CAPTURE(sound.output);
        CHECK(sound.exit_code == 0);
        CHECK_FALSE(contains(sound.output, "two signs")); // hkl_nearest -0 in ours, 0 in theirs
        std::string text = text_of(c);
        const std::string before = "TRACE_C:Rx=[1 0 0; 0 1 -0; ";
        REQUIRE(contains(text, before));
        text.replace(text.find(before), before.size(), "TRACE_C:Rx=[1 0 0; 0 1 0; ");
        const Outcome told =
            run_program("diff " + native + " " + scratch.write("b.log", text) + with);
        CAPTURE(told.output);
        CHECK(told.exit_code == 0);
        CHECK(contains(told.output, "two signs among these: 1."));
        CHECK(contains(told.output, "rotation_x -0 against 0"));
    }
}
