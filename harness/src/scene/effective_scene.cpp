#include "scene/effective_scene.hpp"

#include <nlohmann/json.hpp>

#include "tapir/engine/scene_summary.hpp"
#include "tapir/engine/units.hpp"

namespace tapir::harness {

namespace {

using engine::units::degrees_per_radian;
using engine::units::millimetres_per_metre;
using Json = nlohmann::ordered_json;

constexpr double angstroms = 1e10;

Json triple(const engine::Vec3<double>& v) {
    return {v.x, v.y, v.z};
}

Json crystal_json(const engine::ExperimentRequest& e, const engine::SceneSummary& summary) {
    Json crystal{
        {"N_cells", triple(summary.cell_counts)},
        {"phi_start_deg", e.phi_start_rad * degrees_per_radian},
        {"osc_range_deg", e.oscillation_rad * degrees_per_radian},
        {"phi_steps", e.phi_steps},
        {"mosaic_spread_deg", e.mosaic_spread_rad * degrees_per_radian},
        {"mosaic_domains", e.mosaic_domains},
        {"mosaic_seed", e.mosaic_seed},
        {"spindle_axis", triple(e.spindle_axis)},
        {"phi_carryover_mode", e.quirks.has(engine::Quirk::phi0_carryover) ? "c-parity" : "spec"}};
    if (e.b_factor_angstrom2 != 0) {
        crystal["b_factor_angstrom2"] = e.b_factor_angstrom2;
    }
    return crystal;
}

Json detector_json(const engine::ExperimentRequest& e, const engine::SceneSummary& summary) {
    return {{"distance_mm", summary.distance_m * millimetres_per_metre},
            {"close_distance_mm", summary.close_distance_m * millimetres_per_metre},
            {"pixel_size_mm", e.pixel_size_m * millimetres_per_metre},
            {"spixels", e.pixels_slow},
            {"fpixels", e.pixels_fast},
            {"beam_center_s", summary.beam_slow_m * millimetres_per_metre},
            {"beam_center_f", summary.beam_fast_m * millimetres_per_metre},
            {"origin_m", triple(summary.origin_m)},
            {"convention", engine::name_of(e.convention)},
            {"pivot", e.pivot == engine::Pivot::beam ? "beam" : "sample"},
            {"oversample", summary.oversample},
            {"sensor_layers", summary.layers}};
}

Json hkl_json(const engine::Experiment& experiment) {
    const engine::StructureFactors& factors = *experiment.structure_factors;
    Json hkl{{"reflections", factors.reflections},
             {"sha256", factors.digest},
             {"default_electrons", factors.default_electrons},
             {"interpolation", experiment.interpolate ? "tricubic" : "nearest"}};
    if (factors.was_read()) {
        const engine::IndexBox& box = factors.box;
        hkl["h_range"] = {box.h_min, box.h_max};
        hkl["k_range"] = {box.k_min, box.k_max};
        hkl["l_range"] = {box.l_min, box.l_max};
    }
    return hkl;
}

} // namespace

Json effective_scene(const engine::Experiment& experiment) {
    const engine::ExperimentRequest& e = experiment.input;
    const engine::SceneSummary summary = engine::summarise(experiment);
    Json quirks = Json::array();
    for (const engine::QuirkInfo& info : engine::quirks()) {
        if (e.quirks.has(info.quirk)) {
            quirks.push_back(info.id);
        }
    }
    Json notices = Json::array();
    for (const engine::Notice& notice : experiment.notices) {
        notices.push_back({{"text", notice.text}, {"quirk", notice.quirk}});
    }
    return {{"digest", experiment.digest},
            {"crystal", crystal_json(e, summary)},
            {"detector", detector_json(e, summary)},
            {"beam",
             {{"wavelength_A", e.wavelength_m * angstroms},
              {"polarization_factor", e.polarization_factor},
              {"fluence_photons_per_m2", e.fluence_per_m2},
              {"flux", e.flux_per_s},
              {"exposure", e.exposure_s},
              {"beamsize_mm", e.beam_size_m * millimetres_per_metre},
              {"sources", summary.sources},
              {"direction", triple(e.beam_direction)}}},
            {"hkl", hkl_json(experiment)},
            {"steps_a_pixel", summary.steps},
            {"quirks", quirks},
            {"notices", notices}};
}

} // namespace tapir::harness
