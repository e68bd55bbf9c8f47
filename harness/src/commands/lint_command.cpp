#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "commands/commands.hpp"
#include "tapir/engine/scene_summary.hpp"

namespace tapir::harness {

namespace {

constexpr double millimetres = 1000;

/// Prints one line a value: name, value, and the option that caused it.
class LintScreen {
  public:
    explicit LintScreen(const SceneRequest& scene) : scene_(&scene) {}

    /// @param topics  what the options call it; the first one that was set is the cause
    void line(const char* name, const std::string& value,
              std::initializer_list<const char*> topics) const {
        std::string cause = "default";
        for (const char* topic : topics) {
            const auto found = scene_->causes.find(topic);
            if (found != scene_->causes.end()) {
                cause = found->second;
                break;
            }
        }
        print(fmt::format("{:<18} {:<34} {}\n", name, value, cause));
    }

  private:
    const SceneRequest* scene_;
};

std::string seed_text(bool given, long seed) {
    return given ? std::to_string(seed) : "from the clock, if a noise image is made";
}

void print_geometry(const LintScreen& screen, const engine::Experiment& experiment) {
    const engine::ExperimentRequest& e = experiment.input;
    screen.line("convention", engine::name_of(e.convention), {"convention"});
    const bool named = e.convention != engine::Convention::custom &&
                       e.quirks.has(engine::Quirk::named_convention_sets_pivot);
    if (named) {
        screen.line("pivot",
                    std::string(e.pivot == engine::Pivot::beam ? "beam" : "sample") +
                        " (the convention's)",
                    {"convention"});
    } else {
        screen.line("pivot", e.pivot == engine::Pivot::beam ? "beam" : "sample", {"pivot"});
    }
    screen.line("detector",
                fmt::format("{} x {} pixels of {:g} mm (slow x fast)", e.pixels_slow, e.pixels_fast,
                            e.pixel_size_m * millimetres),
                {"pixels fast", "pixels slow", "detector size fast", "pixel size"});
    screen.line("beam centre X", fmt::format("{:.9g} mm", e.beam_x_m * millimetres),
                {"beam centre X"});
    screen.line("beam centre Y", fmt::format("{:.9g} mm", e.beam_y_m * millimetres),
                {"beam centre Y"});
    const engine::SceneSummary summary = engine::summarise(experiment);
    screen.line("beam on detector",
                fmt::format("fast {:.9g}, slow {:.9g} pixels", summary.beam_fast_pixels,
                            summary.beam_slow_pixels),
                {"convention"});
    screen.line("distance",
                fmt::format("{:.9g} mm along the beam", summary.distance_m * millimetres),
                {"close distance", "distance"});
    screen.line("oversample",
                fmt::format("{} x {}{}", summary.oversample, summary.oversample,
                            e.oversample > 0 ? "" : " (automatic)"),
                {"oversample"});
    screen.line("crystal",
                fmt::format("{:g} x {:g} x {:g} cells", summary.cell_counts.x,
                            summary.cell_counts.y, summary.cell_counts.z),
                {"sample x", "sample y", "sample z", "Na", "Nb", "Nc"});
    screen.line("steps a pixel",
                fmt::format("{:g} ({} sources, {} phi steps, {} domains, {} layers)", summary.steps,
                            summary.sources, e.phi_steps, e.mosaic_domains, summary.layers),
                {"phi steps", "oscillation", "mosaic domains"});
}

void print_beam(const LintScreen& screen, const SceneRequest& scene,
                const engine::Experiment& experiment) {
    const engine::ExperimentRequest& e = experiment.input;
    constexpr double angstroms = 1e10;
    screen.line("wavelength", fmt::format("{:.9g} A", e.wavelength_m * angstroms), {"wavelength"});
    constexpr double default_fluence = 125932015286227086360700780544.0;
    screen.line("fluence",
                fmt::format("{:.6g} photons/m^2 ({:.4g} of the default)", e.fluence_per_m2,
                            e.fluence_per_m2 / default_fluence),
                {"flux", "fluence"});
    screen.line("polarisation",
                e.no_polarization ? "off"
                                  : fmt::format("Kahn factor {:g}{}", e.polarization_factor,
                                                e.polarization_factor == 0 ? " (unpolarised)" : ""),
                {"polarisation"});
    screen.line("structure factors",
                experiment.structure_factors->source.empty()
                    ? fmt::format("{:g} electrons everywhere", e.default_structure_factor_electrons)
                    : fmt::format("{} of {}", experiment.structure_factors->reflections,
                                  experiment.structure_factors->source),
                {"structure factors", "default_F"});
    screen.line("interpolation", experiment.interpolate ? "tricubic" : "nearest reflection",
                {"interpolation"});
    screen.line("noise seed", seed_text(e.images.seed_given, e.images.noise_seed), {"noise seed"});
    screen.line("mosaic seed", std::to_string(e.mosaic_seed), {"mosaic seed"});
    screen.line("misset seed", e.misset_random ? std::to_string(e.misset_seed) : "not used",
                {"misset seed"});
    std::string inputs;
    for (const auto& file : {scene.matrix_file, scene.reflection_file, scene.dump_file,
                             scene.source_file, scene.mask_file, scene.stol_file}) {
        inputs += file.empty() ? "" : (inputs.empty() ? "" : ", ") + file.string();
    }
    screen.line("input files", inputs.empty() ? "none" : inputs, {"A matrix"});
    screen.line("scene", experiment.digest.substr(0, 23) + "...", {});
}

ExitCode run_lint(const SceneOptions& options) {
    const SceneRequest scene = options.request();
    const engine::Experiment experiment = load_experiment(scene);
    const LintScreen screen(scene);
    print(fmt::format("{:<18} {:<34} {}\n", "value", "effective", "set by"));
    print_geometry(screen, experiment);
    print_beam(screen, scene, experiment);
    for (const engine::Notice& notice : experiment.notices) {
        print("notice: " + notice_line(notice) + "\n");
    }
    print(
        fmt::format("{} notice{}; profile {}, phi mode {}\n", experiment.notices.size(),
                    experiment.notices.size() == 1 ? "" : "s", options.profile_text(),
                    options.chosen_phi_mode() == engine::PhiMode::c_parity ? "c-parity" : "spec"));
    return options.strict && !experiment.notices.empty() ? ExitCode::bad_input : ExitCode::success;
}

} // namespace

void add_lint_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args) {
    auto options = std::make_shared<SceneOptions>();
    CLI::App* command = app.add_subcommand(
        "lint", "Show the effective configuration, what set it, and every surprise");
    options->declare(*command, args);
    command->footer("Example:\n"
                    "  tapir lint -- -cell 100 -default_F 1 -N 5 -xds -pivot beam\n"
                    "Exit code: 0 success, 2 bad input, or a notice with --strict");
    command->callback([options, &exit_code] { exit_code = run_lint(*options); });
}

} // namespace tapir::harness
