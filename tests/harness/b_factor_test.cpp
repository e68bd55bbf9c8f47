#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "program.hpp"

/// The Debye-Waller factor as a user meets it: an option or a preset's key, attested, compared,
/// bundled and replayed.
namespace {

using namespace tapir::test;

const std::string scene = " --config simple_cubic --b-factor 20";

} // namespace

TEST_CASE("B factor: a trace says what it is, attests with it and with nothing else") {
    const ScratchFolder scratch;
    for (const char* way : {" --dtype float64", " --dtype float64 --arithmetic portable",
                            " --dtype mixed --arithmetic portable", " --dtype float32"}) {
        CAPTURE(std::string(way));
        const std::string file = scratch.file("with.trace");
        const std::string traced = " --pixel 51 51 --out " + file;
        REQUIRE(run_program("trace" + scene + way + traced).exit_code == 0);
        const std::string text = text_of(file);
        CHECK(contains(text, "\nb_factor"));
        CHECK(contains(text, "\ntemperature_factor"));
        CHECK(contains(text, "\nI_term_weighted"));
        const Outcome attested = run_program("attest " + file + scene);
        CAPTURE(attested.output);
        CHECK(attested.exit_code == 0);
        // another B is another scene
        CHECK(run_program("attest " + file + " --config simple_cubic").exit_code == 3);
        CHECK(run_program("attest " + file + " --config simple_cubic --b-factor 21").exit_code ==
              3);
    }
}

TEST_CASE("B factor: the preset's key and the option are one scene, which lint shows") {
    const ScratchFolder scratch;
    const auto lint = [](const std::string& of) { return run_program("lint" + of).output; };
    const std::string off = lint(" --config simple_cubic");
    const std::string on = lint(scene);
    CHECK(!contains(off, "B factor"));
    CHECK(contains(on, "B factor           20 A^2                             --b-factor 20\n"));
    const std::string shown = run_program("presets show simple_cubic").output;
    auto preset = nlohmann::json::parse(
        shown.substr(shown.find('{'), shown.rfind('}') - shown.find('{') + 1));
    preset["crystal"]["b_factor_angstrom2"] = 20;
    const std::string file = scratch.write("weakened.json", preset.dump());
    const auto scene_line = [](const std::string& text) {
        return text.substr(text.find("\nscene "), 60);
    };
    CHECK(scene_line(lint(" --config " + file)) == scene_line(on));
    CHECK(scene_line(on) != scene_line(off));
    // with the option, it is the option's
    CHECK(scene_line(lint(" --config " + file + " --b-factor 0")) == scene_line(off));
    const Outcome refused = run_program("lint --config simple_cubic --b-factor -1");
    CHECK(refused.exit_code == 2);
    CHECK(contains(refused.output, "--b-factor -1 (B factor): cannot be -1 angstrom^2"));
}

TEST_CASE("B factor: traces are compared with and without their scene, bundled and replayed") {
    const ScratchFolder scratch;
    const auto trace = [&](const std::string& name, const std::string& more) {
        const std::string file = scratch.file(name);
        REQUIRE(run_program("trace" + scene + more + " --pixel 51 51 --out " + file).exit_code ==
                0);
        return file;
    };
    const std::string ours = trace("ours.trace", "");
    const std::string theirs = trace("theirs.trace", " --arithmetic portable");
    CHECK(run_program("diff " + ours + " " + theirs + scene).exit_code == 0);
    // without the scene only identical numbers agree; what follows from a root is known all the
    // same
    const Outcome alone = run_program("diff " + ours + " " + theirs);
    CHECK(alone.exit_code == 1);
    CHECK(contains(alone.output, "1. stol   class precision"));
    CHECK(contains(alone.output, "folded as propagated: I_term_weighted"));
    const std::string bundle = scratch.file("evidence");
    REQUIRE(run_program("bundle create " + ours + " " + theirs + scene + " --out " + bundle)
                .exit_code == 0);
    CHECK(contains(text_of(bundle + "/scene.json"), "b_factor_angstrom2"));
    CHECK(contains(text_of(bundle + "/config_snapshot.json"), "\"b_factor_angstrom2\": 20.0"));
    CHECK(run_program("bundle verify " + bundle).exit_code == 0);
    const Outcome replayed = run_program("bundle replay " + bundle);
    CAPTURE(replayed.output);
    CHECK(replayed.exit_code == 0);
}
