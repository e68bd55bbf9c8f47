#include "scene/scene_listing.hpp"

#include <fmt/format.h>

#include <initializer_list>

#include "tapir/engine/scene_summary.hpp"
#include "tapir/engine/units.hpp"

namespace tapir::harness {

namespace {

using engine::units::millimetres_per_metre;

/// One line a value: name, value, and the option that caused it.
class ListOfValues {
  public:
    explicit ListOfValues(const SceneRequest& scene) : scene_(&scene) {}

    /// @param topics  what the options call it; the first one that was set is the cause
    void line(const char* name, const std::string& value,
              std::initializer_list<const char*> topics) {
        std::string cause = "default";
        for (const char* topic : topics) {
            const auto found = scene_->causes.find(topic);
            if (found != scene_->causes.end()) {
                cause = found->second;
                break;
            }
        }
        text += fmt::format("{:<18} {:<34} {}\n", name, value, cause);
    }

    std::string text{fmt::format("{:<18} {:<34} {}\n", "value", "effective", "set by")};

  private:
    const SceneRequest* scene_;
};

std::string seed_text(bool given, long seed) {
    return given ? std::to_string(seed) : "from the clock, if a noise image is made";
}

void add_geometry(ListOfValues& list, const engine::Experiment& experiment) {
    const engine::ExperimentRequest& e = experiment.input;
    list.line("convention", engine::name_of(e.convention), {"convention"});
    const bool named = e.convention != engine::Convention::custom &&
                       e.quirks.has(engine::Quirk::named_convention_sets_pivot);
    if (named) {
        list.line("pivot",
                  std::string(e.pivot == engine::Pivot::beam ? "beam" : "sample") +
                      " (the convention's)",
                  {"convention"});
    } else {
        list.line("pivot", e.pivot == engine::Pivot::beam ? "beam" : "sample", {"pivot"});
    }
    list.line("detector",
              fmt::format("{} x {} pixels of {:g} mm (slow x fast)", e.pixels_slow, e.pixels_fast,
                          e.pixel_size_m * millimetres_per_metre),
              {"pixels fast", "pixels slow", "detector size fast", "pixel size"});
    list.line("beam centre X", fmt::format("{:.9g} mm", e.beam_x_m * millimetres_per_metre),
              {"beam centre X"});
    list.line("beam centre Y", fmt::format("{:.9g} mm", e.beam_y_m * millimetres_per_metre),
              {"beam centre Y"});
    const engine::SceneSummary summary = engine::summarise(experiment);
    list.line("beam on detector",
              fmt::format("fast {:.9g}, slow {:.9g} pixels", summary.beam_fast_pixels,
                          summary.beam_slow_pixels),
              {"convention"});
    list.line("distance",
              fmt::format("{:.9g} mm along the beam", summary.distance_m * millimetres_per_metre),
              {"close distance", "distance"});
    list.line("oversample",
              fmt::format("{} x {}{}", summary.oversample, summary.oversample,
                          e.oversample > 0 ? "" : " (automatic)"),
              {"oversample"});
    list.line("crystal",
              fmt::format("{:g} x {:g} x {:g} cells", summary.cell_counts.x, summary.cell_counts.y,
                          summary.cell_counts.z),
              {"sample x", "sample y", "sample z", "Na", "Nb", "Nc"});
    list.line("steps a pixel",
              fmt::format("{:g} ({} sources, {} phi steps, {} domains, {} layers)", summary.steps,
                          summary.sources, e.phi_steps, e.mosaic_domains, summary.layers),
              {"phi steps", "oscillation", "mosaic domains"});
    if (e.sensor_thickness_m > 0) {
        constexpr double micrometres = 1e6;
        list.line("sensor thickness",
                  fmt::format("{:.9g} um, in {} layers", e.sensor_thickness_m * micrometres,
                              e.sensor_layers),
                  {"sensor thickness"});
        list.line("sensor attenuation",
                  e.sensor_attenuation_per_m > 0
                      ? fmt::format("{:.9g} um deep", micrometres / e.sensor_attenuation_per_m)
                      : "absorbs nothing",
                  {"attenuation"});
    }
}

void add_beam(ListOfValues& list, const SceneRequest& scene, const engine::Experiment& experiment) {
    const engine::ExperimentRequest& e = experiment.input;
    constexpr double angstroms = 1e10;
    list.line("wavelength", fmt::format("{:.9g} A", e.wavelength_m * angstroms), {"wavelength"});
    constexpr double default_fluence = 125932015286227086360700780544.0;
    list.line("fluence",
              fmt::format("{:.6g} photons/m^2 ({:.4g} of the default)", e.fluence_per_m2,
                          e.fluence_per_m2 / default_fluence),
              {"flux", "fluence"});
    list.line("polarisation",
              e.no_polarization ? "off"
                                : fmt::format("Kahn factor {:g}{}", e.polarization_factor,
                                              e.polarization_factor == 0 ? " (unpolarised)" : ""),
              {"polarisation"});
    list.line("structure factors",
              experiment.structure_factors->source.empty()
                  ? fmt::format("{:g} electrons everywhere", e.default_structure_factor_electrons)
                  : fmt::format("{} of {}", experiment.structure_factors->reflections,
                                experiment.structure_factors->source),
              {"structure factors", "default_F"});
    if (e.b_factor_angstrom2 != 0) {
        list.line("B factor", fmt::format("{:g} A^2", e.b_factor_angstrom2), {"B factor"});
    }
    list.line("interpolation", experiment.interpolate ? "tricubic" : "nearest reflection",
              {"interpolation"});
    list.line("noise seed", seed_text(e.images.seed_given, e.images.noise_seed), {"noise seed"});
    list.line("mosaic seed", std::to_string(e.mosaic_seed), {"mosaic seed"});
    list.line("misset seed", e.misset_random ? std::to_string(e.misset_seed) : "not used",
              {"misset seed"});
    std::string inputs;
    for (const auto& file : {scene.matrix_file, scene.reflection_file, scene.dump_file,
                             scene.source_file, scene.mask_file, scene.stol_file}) {
        inputs += file.empty() ? "" : (inputs.empty() ? "" : ", ") + file.string();
    }
    list.line("input files", inputs.empty() ? "none" : inputs, {"A matrix"});
    list.line("scene", experiment.digest.substr(0, 23) + "...", {});
}

} // namespace

std::string scene_listing(const SceneRequest& scene, const engine::Experiment& experiment) {
    ListOfValues list(scene);
    add_geometry(list, experiment);
    add_beam(list, scene, experiment);
    return std::move(list.text);
}

} // namespace tapir::harness
