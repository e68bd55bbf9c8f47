#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "corpus.hpp"
#include "nanobragg/nanobragg_args.hpp"
#include "nanobragg/nanobragg_options.hpp"
#include "scene/preset_source.hpp"
#include "scene/preset_writer.hpp"
#include "scene/scene_source.hpp"
#include "tapir/engine/quirks.hpp"
#include "tapir/trace/base/error.hpp"

/// The C program's options: their traps have a notice and a switch each.
namespace {

using namespace tapir;
using namespace tapir::harness;
using namespace tapir::test;
using engine::Quirk;

using Words = std::vector<std::string>;

Words with_crystal(const Words& more) {
    Words words{"-cell", "100", "-default_F", "1", "-N", "5"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

/// What a command line comes to, or "refused".
std::string outcome(const Words& words, Quirk quirk, bool on) {
    engine::QuirkSet set = engine::profile("nanobragg");
    set.set(Quirk::misset_seed_is_misset, true);
    set.set(quirk, on);
    try {
        const engine::Experiment experiment =
            load_experiment(scene_from_nanobragg_args(words, set));
        // the digest holds the quirks of the set-up, which are the same on both sides
        return experiment.digest;
    } catch (const InputError&) {
        return "refused";
    }
}

std::set<std::string> notices_of(const Words& words, const std::string& profile = "nanobragg") {
    std::set<std::string> ids;
    const engine::Experiment experiment =
        load_experiment(scene_from_nanobragg_args(words, engine::profile(profile)));
    for (const engine::Notice& notice : experiment.notices) {
        CHECK(notice.text.find('\n') == std::string::npos);
        ids.insert(notice.quirk);
    }
    return ids;
}

/// A command line that steps into a trap.
struct Trap {
    Quirk quirk;
    Words words;
};

std::vector<Trap> traps() {
    return {
        {Quirk::vectors_force_custom, with_crystal({"-spindle_axis", "0", "0", "1"})},
        {Quirk::pix0_vector_unused, with_crystal({"-pix0_vector_mm", "100", "-5", "-5"})},
        {Quirk::twotheta_axis_sets_angle, with_crystal({"-twotheta_axis", "5", "0", "1"})},
        {Quirk::substring_options, with_crystal({"-wavelengths", "1.3"})},
        {Quirk::unknown_options_ignored, with_crystal({"-convention", "MOSFLM"})},
        {Quirk::last_curved_det_ignored, with_crystal({"-curved_det"})},
        {Quirk::misset_seed_is_misset,
         with_crystal({"-misset", "random", "-misset_seed", "7", "8", "9"})},
        {Quirk::absorption_depends_on_order,
         with_crystal({"-detector_abs", "inf", "-detector_thick", "100"})},
        {Quirk::options_without_effect, with_crystal({"-density", "1.2"})},
        {Quirk::last_value_wins, with_crystal({"-lambda", "1.1", "-energy", "12000"})},
        {Quirk::flux_overrides_fluence, with_crystal({"-flux", "1e12", "-fluence", "1e20"})},
        {Quirk::clock_seeds, with_crystal({"-misset", "random"})},
    };
}

} // namespace

TEST_CASE("option quirks: each switch changes what a command line means") {
    std::set<Quirk> shown;
    for (const Trap& trap : traps()) {
        CAPTURE(std::string(engine::id_of(trap.quirk)));
        CHECK(outcome(trap.words, trap.quirk, true) != outcome(trap.words, trap.quirk, false));
        shown.insert(trap.quirk);
    }
    // these two need files and are shown below
    shown.insert(Quirk::dump_file_reused);
    shown.insert(Quirk::automatic_interpolation);
    for (const engine::QuirkInfo& info : engine::quirks()) {
        CAPTURE(std::string(info.id));
        CHECK((info.part == engine::QuirkPart::options) == (shown.count(info.quirk) == 1));
    }
}

TEST_CASE("notices: each trap is named by its quirk, a plain command line has none") {
    CHECK(notices_of(with_crystal({"-lambda", "1.1", "-distance", "80", "-misset", "1", "2", "3",
                                   "-mosaic_spread", "1", "-mosaic_domains", "3"}))
              .empty());
    for (const Trap& trap : traps()) {
        const std::string id(engine::id_of(trap.quirk));
        CAPTURE(id);
        const bool later = trap.quirk == Quirk::misset_seed_is_misset;
        CHECK(notices_of(trap.words, later ? "nanobragg-2026" : "nanobragg").count(id) == 1);
    }
    CHECK(
        notices_of(with_crystal({"-xds", "-pivot", "beam"})).count("named_convention_sets_pivot") ==
        1);
    CHECK(notices_of(with_crystal({"-Xclose", "4"})).count("near_point_unused") == 1);
    CHECK(notices_of(with_crystal({"-samplesize", "0.01", "-beamsize", "0.001"}))
              .count("sample_clipped_by_beam") == 1);
}

TEST_CASE("Fdump.bin and interpolation: used on their own only where the quirk is on") {
    const ScratchFolder scratch;
    const std::string list = (case_folder("phi_zero") / "../../inputs/small.hkl").string();
    const InFolder here(scratch.file("."));
    const Words words{"-cell", "100", "-N", "2", "-default_F", "3"};
    Words with_list = words;
    with_list.insert(with_list.end(), {"-hkl", list});
    CHECK(run_program("render --float-out f --dump-out Fdump.bin -- " +
                      [&] {
                          std::string text;
                          for (const std::string& word : with_list) {
                              text += word + " ";
                          }
                          return text;
                      }() +
                      "-oversample 1 -detpixels 4")
              .exit_code == 0);
    const auto load = [](const Words& w, Quirk quirk, bool on) {
        engine::QuirkSet set = engine::profile("nanobragg");
        set.set(quirk, on);
        return load_experiment(scene_from_nanobragg_args(w, set));
    };
    CHECK(load(words, Quirk::dump_file_reused, true).structure_factors->reflections > 0);
    CHECK(load(words, Quirk::dump_file_reused, false).structure_factors->reflections == 0);
    CHECK(load(with_list, Quirk::automatic_interpolation, true).interpolate);
    CHECK_FALSE(load(with_list, Quirk::automatic_interpolation, false).interpolate);
    CHECK(notices_of(words).count("dump_file_reused") == 1);
    CHECK(notices_of(with_list).count("automatic_interpolation") == 1);
}

TEST_CASE("presets import: every command line of the corpus becomes the same experiment") {
    const ScratchFolder scratch;
    int imported = 0;
    for (const CorpusCase& corpus_case : corpus_cases()) {
        CAPTURE(corpus_case.name);
        const InFolder here(corpus_case.folder);
        const SceneRequest scene = scene_from_nanobragg_args(words_of_file("args.txt"));
        const std::string text = preset_text(scene, {"imported", ""}, scratch.file("."));
        const SceneRequest again = scene_from_preset(scratch.write("imported.json", text));
        CHECK(load_experiment(again).digest == load_experiment(scene).digest);
        ++imported;
    }
    CHECK(imported == 57 + 66);
}

TEST_CASE("presets import: renders the same bytes, and knows its files from anywhere") {
    const ScratchFolder scratch;
    for (const char* name : {"units_options", "noise_outputs", "sourcefile", "mask"}) {
        CAPTURE(name);
        const InFolder here(case_folder(name));
        const std::string preset = scratch.file("p.json");
        REQUIRE(run_program("presets import --args-file args.txt --out " + preset).exit_code == 0);
        REQUIRE(
            run_program("render --args-file args.txt --float-out " + scratch.file("a")).exit_code ==
            0);
        const InFolder elsewhere(scratch.file("."));
        REQUIRE(run_program("render --config p.json --float-out b").exit_code == 0);
        CHECK(text_of("b") == text_of(scratch.file("a")));
    }
}

TEST_CASE("the schema of presets: knows every key an imported preset has") {
    const auto schema = nlohmann::json::parse(text_of(configs_folder() / "preset.schema.json"));
    const ScratchFolder scratch;
    const std::function<void(const nlohmann::json&, nlohmann::json)> check =
        [&](const nlohmann::json& preset, nlohmann::json where) {
            while (where.contains("$ref")) {
                const std::string path = where.at("$ref").get<std::string>().substr(1);
                where = schema.at(nlohmann::json::json_pointer(path));
            }
            for (const auto& item : preset.items()) {
                const std::string& key = item.key(); // clang captures no structured binding
                const nlohmann::json& value = item.value();
                CAPTURE(key);
                REQUIRE(where.at("properties").contains(key));
                if (value.is_object()) {
                    check(value, where.at("properties").at(key));
                }
            }
        };
    for (const CorpusCase& corpus_case : corpus_cases()) {
        CAPTURE(corpus_case.name);
        const InFolder here(corpus_case.folder);
        const SceneRequest scene = scene_from_nanobragg_args(words_of_file("args.txt"));
        check(nlohmann::json::parse(preset_text(scene, {"imported", ""}, scratch.file("."))),
              schema);
    }
}

TEST_CASE("presets: an axis that the convention would replace is refused, unless it is its own") {
    const ScratchFolder scratch;
    auto preset = nlohmann::json::parse(text_of(preset_file("simple_cubic")));
    preset["detector"]["convention"] = "mosflm";
    preset["detector"]["fast_axis"] = {0, 0.1, 1};
    const auto load = [&] { return scene_from_preset(scratch.write("p.json", preset.dump())); };
    CHECK_THROWS_WITH_AS((void)load(), doctest::Contains("own_axes"), InputError);
    preset["detector"]["own_axes"] = {{"fast", true}};
    CHECK(load_experiment(load()).input.fast_axis.y == 0.1);
}

TEST_CASE("lint: shows what each value comes from, and --strict turns notices into exit 2") {
    const std::string options = " -- -cell 100 -default_F 1 -N 5 -xds -pivot beam -hdiv 3";
    const Outcome shown = run_program("lint" + options);
    CHECK(shown.exit_code == 0);
    for (const char* part : {"XDS", "sample (the convention's)", "-xds", "-hdiv is no option",
                             "unknown_options_ignored", "2 notices", "fluence"}) {
        CAPTURE(part);
        CHECK(contains(shown.output, part));
    }
    CHECK(run_program("lint --strict" + options).exit_code == 2);
    CHECK(run_program("lint --strict -- -cell 100 -default_F 1 -N 5").exit_code == 0);
    CHECK(run_program("lint --profile spec" + options).exit_code == 2);
}

TEST_CASE("lint: warns of what is rendered otherwise than in the C program, with numbers") {
    const std::string crystal = "lint -- -cell 100 -default_F 1 -N 5 ";
    CHECK(contains(run_program(crystal).output, "0 notices"));
    const struct {
        const char* options;
        const char* notice;
    } all[]{
        {"-osc 1 -phisteps 4", "phi is exactly 0 in 1 of 4 steps"},
        {"-osc 1", "an oscillation without a number of phi steps: 2 steps, 0.5 degrees apart"},
        {"-detector_thick 450 -detector_abs 234 -thicksteps 1",
         "1 sensor layer(s) asked for, and 2 layers of 450 um are computed: they cover 900 um"},
        {"-detector_thick 450 -detector_abs 234 -detector_thicksteps 4",
         "4 layers of 150 um are computed: they cover 600 um of a sensor of 450 um"},
        {"-detector_thick 0.45 -detector_abs 0.234", "0.45 mm would be 450"},
        {"-detector_thick 0.45 -detector_abs 0.234", "0.234 mm would be 234"},
        {"-dispersion 1 -dispsteps 1",
         "1 step of dispersion asked for, and 2 are computed, at -0.5 "
         "and +0.5 %"},
        {"-dispsteps 3", "3 steps of dispersion asked for, without a range: 1 is computed"},
        {"-distance -80", "the distance of -80 mm counts without its sign"},
    };
    for (const auto& [options, notice] : all) {
        CAPTURE(options);
        CHECK(contains(run_program(crystal + options).output, notice));
    }
    // what is rendered as the C program does needs no word
    const std::string scan = " -- -cell 100 -default_F 1 -N 5 -osc 1 -phisteps 4";
    CHECK(contains(run_program("lint --phi-mode c-parity" + scan).output, "0 notices"));
    CHECK(contains(run_program("lint" + scan + " -phi 5").output, "0 notices"));
}

TEST_CASE("quirks and profiles on the command line: listed, shown, switched, and never misspelt") {
    const Outcome list = run_program("quirks list");
    CHECK(list.exit_code == 0);
    for (const engine::QuirkInfo& info : engine::quirks()) {
        CHECK(contains(list.output, std::string(info.id)));
    }
    CHECK(contains(run_program("quirks show phi0_carryover").output, "--quirk phi0_carryover"));
    CHECK(run_program("quirks show phi0").exit_code == 2);
    const std::string trace = "trace --config phi_scan --pixel 26 25 --dialect c ";
    const std::string stale = run_program(trace + "--phi-mode c-parity").output;
    CHECK(run_program(trace + "--quirk phi0_carryover=on").output == stale);
    CHECK(run_program(trace).output != stale);
    CHECK(run_program(trace + "--quirk phi0_carryover=on --phi-mode spec").exit_code == 2);
    CHECK(run_program(trace + "--quirk phi0_carryover").exit_code == 2);
    CHECK(run_program(trace + "--profile nano").exit_code == 2);
    CHECK(contains(run_program("trace --config phi_scan --pixel 1 1 --quirk "
                               "cached_polarisation=off")
                       .output,
                   "nanobragg-cached_polarisation"));
}

TEST_CASE("render: noise needs a seed with --strict, and says which the clock gave without") {
    const ScratchFolder scratch;
    const std::string options = " --noise-out " + scratch.file("n.img") + " --config simple_cubic";
    CHECK(run_program("render --strict" + options).exit_code == 2);
    CHECK(scratch.is_empty());
    const Outcome outcome = run_program("render" + options);
    CHECK(outcome.exit_code == 0);
    CHECK(contains(outcome.output, "clock_seeds"));
    CHECK(run_program("render --config simple_cubic").exit_code == 2);
    CHECK(run_program("render --config simple_cubic --dump-out " + scratch.file("d")).exit_code ==
          2);
}
