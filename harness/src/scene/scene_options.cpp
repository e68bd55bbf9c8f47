#include "scene/scene_options.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "console/console.hpp"
#include "console/file_roles.hpp"
#include "scene/device_words.hpp"
#include "scene/preset_source.hpp"
#include "scene/scene_source.hpp"
#include "tapir/engine/instruction_set.hpp"
#include "tapir/reports/text/printable.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

bool SceneOptions::given() const {
    return !config.empty() || !args_file.empty() || !nanobragg_args->empty();
}

std::string SceneOptions::description() const {
    if (!config.empty()) {
        return "preset " + config;
    }
    if (!args_file.empty()) {
        return "args file " + args_file;
    }
    return nanobragg_args->empty() ? "" : "nanoBragg options";
}

SceneRequest SceneOptions::request() const {
    const int sources =
        (config.empty() ? 0 : 1) + (args_file.empty() ? 0 : 1) + (nanobragg_args->empty() ? 0 : 1);
    if (sources != 1) {
        throw InputError({.where = "command line",
                          .problem = sources == 0 ? "there is no scene" : "there are two scenes",
                          .reason = "exactly one says what is computed",
                          .remedy = "Give one of --config PRESET, --args-file FILE, or nanoBragg's "
                                    "own options after --."});
    }
    SceneRequest scene =
        config.empty()
            ? scene_from_nanobragg_args(
                  args_file.empty() ? *nanobragg_args : words_of_file(args_file), quirk_set())
            : scene_from_preset(config);
    scene.experiment.quirks = quirk_set();
    if (b_factor_angstrom2) {
        scene.experiment.b_factor_angstrom2 = *b_factor_angstrom2;
        scene.causes["B factor"] = "--b-factor " + trace::shortest(*b_factor_angstrom2);
    }
    for (const auto& [what, file] : {std::pair{"the matrix", &scene.matrix_file},
                                     {"the reflection list", &scene.reflection_file},
                                     {"the structure factor cache", &scene.dump_file},
                                     {"the list of sources", &scene.source_file},
                                     {"the mask", &scene.mask_file},
                                     {"the stol file", &scene.stol_file}}) {
        files_of_this_run().reads(what, *file);
    }
    return scene;
}

LoadedScene SceneOptions::loaded() const {
    SceneRequest asked = request();
    engine::Experiment experiment = load_experiment(asked);
    spdlog::info("scene: {}, {} x {} pixels (slow x fast), digest {}",
                 reports::printable(description()), experiment.input.pixels_slow,
                 experiment.input.pixels_fast, experiment.digest);
    spdlog::debug("profile {}; {} notice(s)", profile_text(), experiment.notices.size());
    if (strict && !experiment.notices.empty()) {
        std::string lines;
        for (const engine::Notice& notice : experiment.notices) {
            lines += (lines.empty() ? "" : "; ") + notice_line(notice);
        }
        throw InputError({.where = "--strict",
                          .problem = std::to_string(experiment.notices.size()) +
                                     (experiment.notices.size() == 1 ? " notice: " : " notices: ") +
                                     lines,
                          .reason = "nothing surprising is accepted",
                          .remedy = "Say plainly what you mean, or drop --strict."});
    }
    for (const engine::Notice& notice : experiment.notices) {
        if (!quiet) {
            complain("notice: " + notice_line(notice));
        }
    }
    return {std::move(asked), std::move(experiment)};
}

engine::QuirkSet SceneOptions::quirk_set() const {
    engine::QuirkSet set = engine::profile(profile);
    set.set(engine::Quirk::phi0_carryover, phi_mode == "c-parity");
    for (const std::string& text : quirks) {
        const std::size_t equals = text.find('=');
        const std::string value = equals == std::string::npos ? "" : text.substr(equals + 1);
        const engine::Quirk quirk = engine::quirk_named(text.substr(0, equals));
        if (value != "on" && value != "off") {
            throw InputError({.where = "--quirk " + text,
                              .problem = "says neither on nor off",
                              .reason = "a quirk is a switch",
                              .remedy = "Write --quirk ID=on or --quirk ID=off."});
        }
        const bool on = value == "on";
        if (quirk == engine::Quirk::phi0_carryover && !phi_mode.empty() &&
            on != (phi_mode == "c-parity")) {
            throw InputError({.where = "--quirk " + text,
                              .problem = "contradicts --phi-mode " + phi_mode,
                              .reason = "both switch the same behaviour",
                              .remedy = "Give one of the two."});
        }
        set.set(quirk, on);
    }
    return set;
}

std::string SceneOptions::profile_text() const {
    std::string text = profile;
    const engine::QuirkSet plain = engine::profile(profile);
    const engine::QuirkSet chosen = quirk_set();
    for (const engine::QuirkInfo& info : engine::quirks()) {
        // the phi mode is named on its own
        if (info.quirk != engine::Quirk::phi0_carryover &&
            plain.has(info.quirk) != chosen.has(info.quirk)) {
            text += (chosen.has(info.quirk) ? "+" : "-") + std::string(info.id);
        }
    }
    return text;
}

engine::PhiMode SceneOptions::chosen_phi_mode() const {
    return quirk_set().has(engine::Quirk::phi0_carryover) ? engine::PhiMode::c_parity
                                                          : engine::PhiMode::spec;
}

bool SceneOptions::phi_mode_given() const {
    return !phi_mode.empty() || profile != SceneOptions().profile ||
           std::any_of(quirks.begin(), quirks.end(), [](const std::string& text) {
               return engine::quirk_named(text.substr(0, text.find('='))) ==
                      engine::Quirk::phi0_carryover;
           });
}

std::string SceneOptions::chosen_arithmetic() const {
    if (!arithmetic.empty()) {
        return arithmetic;
    }
    const bool on_cpu = engine::run_in_words(*this).device == engine::Device::cpu;
    return on_cpu ? usual_arithmetic : "portable";
}

engine::RunSpec SceneOptions::chosen_run() const {
    engine::RunSpec run = engine::run_in_words(*this);
    run.phi_mode = chosen_phi_mode(); // a quirk may say it
    run.arithmetic = engine::arithmetic_choice.meaning(chosen_arithmetic()).value();
    return run;
}

engine::RunSpec SceneOptions::run_spec() const {
    engine::RunSpec run = chosen_run();
    run.instruction_set = engine::chosen_instruction_set();
    engine::check_run(run);
    std::string where =
        std::string(engine::name_of(engine::chosen_instruction_set())) + " instructions";
    if (run.device != engine::Device::cpu) {
        where = found_device(run.device); // before anything is read or computed
    }
    spdlog::info("device: {} ({}), {}, {} arithmetic", device, where, dtype, chosen_arithmetic());
    return run;
}

std::string notice_line(const engine::Notice& notice) {
    return notice.text + (notice.quirk.empty() ? "" : " (quirk " + notice.quirk + ")");
}

} // namespace tapir::harness
