#include "scene/preset_fields.hpp"

#include "console/units.hpp"

namespace tapir::harness {

namespace {

using engine::Convention;
using engine::ExperimentRequest;
using engine::Interpolation;
using engine::LatticeShape;
using engine::Pivot;
using engine::SampledRange;
using engine::Vec3;
using Need = PresetFields::Need;

double as_is(double value) {
    return value;
}

/// The least whole number a preset may hold.
constexpr long any = -2147483647L;

void integer(PresetFields& p, const char* key, int& field, long least) {
    long value = field;
    p.integer(key, value, least);
    field = static_cast<int>(value);
}

void vector(PresetFields& p, const char* key, Vec3<double>& field,
            PresetFields::Convert convert = as_is) {
    std::array<double, 3> list{field.x, field.y, field.z};
    p.triple(key, list, convert);
    field = {list[0], list[1], list[2]};
}

template <class Enum>
void choice(PresetFields& p, const char* key, Enum& field,
            const std::vector<std::pair<const char*, Enum>>& names, Need need = Need::optional) {
    PresetFields::Names numbered;
    for (const auto& [name, value] : names) {
        numbered.emplace_back(name, static_cast<int>(value));
    }
    int value = static_cast<int>(field);
    p.choice(key, value, numbered, need);
    field = static_cast<Enum>(value);
}

void visit_range(PresetFields& beam, const char* key, SampledRange& sampled) {
    beam.section(key, Need::optional, [&sampled](PresetFields& p) {
        p.number("range_mrad", sampled.range, milliradian);
        p.number("step_mrad", sampled.step, milliradian);
        integer(p, "steps", sampled.count, any);
    });
}

void visit_beam(PresetFields& p, SceneRequest& scene) {
    ExperimentRequest& e = scene.experiment;
    p.number("wavelength_angstrom", e.wavelength_m, angstrom, Need::required);
    p.number("fluence_photons_per_m2", e.fluence_per_m2, as_is);
    p.number("flux_photons_per_s", e.flux_per_s, as_is);
    p.number("exposure_s", e.exposure_s, as_is);
    p.number("beam_size_mm", e.beam_size_m, millimetre);
    vector(p, "direction", e.beam_direction);
    vector(p, "polarization_axis", e.polarization_axis);
    p.number("polarization_factor", e.polarization_factor, as_is);
    p.flag("no_polarization", e.no_polarization);
    p.number("dispersion_percent", e.dispersion.range, percent);
    integer(p, "dispersion_steps", e.dispersion.count, any);
    visit_range(p, "divergence_horizontal", e.divergence_horizontal);
    visit_range(p, "divergence_vertical", e.divergence_vertical);
    p.flag("round_divergence", e.round_divergence);
    p.file("source_file", scene.source_file);
}

void visit_geometry(PresetFields& p, ExperimentRequest& e) {
    choice<Convention>(p, "convention", e.convention,
                       {{"mosflm", Convention::mosflm},
                        {"adxv", Convention::adxv},
                        {"denzo", Convention::denzo},
                        {"xds", Convention::xds},
                        {"dials", Convention::dials},
                        {"custom", Convention::custom}},
                       Need::required);
    e.pivot_given = p.given("pivot", e.pivot_given);
    choice<Pivot>(p, "pivot", e.pivot, {{"beam", Pivot::beam}, {"sample", Pivot::sample}});
    integer(p, "pixels_slow", e.pixels_slow, 1);
    integer(p, "pixels_fast", e.pixels_fast, 1);
    p.number("size_slow_mm", e.detector_size_slow_m, millimetre);
    p.number("size_fast_mm", e.detector_size_fast_m, millimetre);
    p.number("pixel_size_mm", e.pixel_size_m, millimetre, Need::required);
    p.number("distance_mm", e.distance_m, millimetre, Need::required);
    p.number("close_distance_mm", e.close_distance_m, millimetre);
    p.number("beam_center_x_mm", e.beam_x_m, millimetre);
    p.number("beam_center_y_mm", e.beam_y_m, millimetre);
    p.number("near_point_x_mm", e.near_x_m, millimetre);
    p.number("near_point_y_mm", e.near_y_m, millimetre);
    p.number("origin_x_pixels", e.origin_x_pixels, as_is);
    p.number("origin_y_pixels", e.origin_y_pixels, as_is);
    e.origin_given = p.given("origin_m", e.origin_given);
    vector(p, "origin_m", e.detector_origin_m);
    vector(p, "fast_axis", e.fast_axis);
    vector(p, "slow_axis", e.slow_axis);
    vector(p, "normal_axis", e.normal_axis);
    vector(p, "twotheta_axis", e.twotheta_axis);
    vector(p, "rotation_deg", e.detector_rotation_rad, degree);
    p.number("twotheta_deg", e.detector_twotheta_rad, degree);
    p.section("own_axes", Need::optional, [&e](PresetFields& axes) {
        axes.flag("beam", e.given_axes.beam);
        axes.flag("fast", e.given_axes.fast);
        axes.flag("slow", e.given_axes.slow);
        axes.flag("normal", e.given_axes.normal);
        axes.flag("twotheta", e.given_axes.twotheta);
        axes.flag("polarization", e.given_axes.polarization);
        axes.flag("spindle", e.given_axes.spindle);
    });
}

void visit_detector(PresetFields& p, SceneRequest& scene) {
    ExperimentRequest& e = scene.experiment;
    visit_geometry(p, e);
    p.flag("point_pixel", e.point_pixel);
    p.flag("curved", e.curved_detector);
    p.section("sensor", Need::optional, [&e](PresetFields& sensor) {
        sensor.number("thickness_um", e.sensor_thickness_m, micrometre);
        sensor.number("attenuation_per_m", e.sensor_attenuation_per_m, as_is);
        integer(sensor, "layers", e.sensor_layers, any);
    });
    p.section("region_of_interest", Need::optional, [&e](PresetFields& region) {
        integer(region, "fast_min", e.region.fast_min, any);
        integer(region, "fast_max", e.region.fast_max, any);
        integer(region, "slow_min", e.region.slow_min, any);
        integer(region, "slow_max", e.region.slow_max, any);
    });
    p.file("mask_file", scene.mask_file);
}

void visit_crystal(PresetFields& p, SceneRequest& scene) {
    ExperimentRequest& e = scene.experiment;
    p.file("matrix_file", scene.matrix_file);
    e.cell_given = p.given("cell_edges_angstrom", e.cell_given);
    p.triple("cell_edges_angstrom", e.cell_edges_angstrom, as_is);
    p.triple("cell_angles_deg", e.cell_angles_rad, degree);
    e.misset_given = p.given("misset_deg", e.misset_given);
    vector(p, "misset_deg", e.misset_rad, degree);
    e.misset_random = p.given("random_misset_seed", e.misset_random);
    p.integer("random_misset_seed", e.misset_seed, any);
    p.triple("cell_counts", e.cell_counts, as_is);
    vector(p, "sample_size_mm", e.sample_size_m, millimetre);
    choice<LatticeShape>(p, "shape", e.shape,
                         {{"square", LatticeShape::square},
                          {"round", LatticeShape::round},
                          {"gauss", LatticeShape::gauss},
                          {"tophat", LatticeShape::tophat}});
    p.number("shape_fudge", e.shape_fudge, as_is);
    p.number("mosaic_spread_deg", e.mosaic_spread_rad, degree);
    integer(p, "mosaic_domains", e.mosaic_domains, any);
    p.integer("mosaic_seed", e.mosaic_seed, any);
}

void visit_structure_factors(PresetFields& p, SceneRequest& scene) {
    p.file("file", scene.reflection_file);
    p.text("column", scene.reflection_column);
    p.file("dump_file", scene.dump_file);
    p.number("default_electrons", scene.experiment.default_structure_factor_electrons, as_is);
    choice<Interpolation>(p, "interpolation", scene.experiment.interpolation,
                          {{"nearest", Interpolation::off},
                           {"tricubic", Interpolation::on},
                           {"automatic", Interpolation::automatic}});
    p.number("water_size_um", scene.experiment.water_size_m, micrometre_by_division);
}

void visit_rest(PresetFields& preset, ExperimentRequest& e) {
    preset.section("scan", Need::required, [&e](PresetFields& p) {
        vector(p, "spindle_axis", e.spindle_axis);
        p.number("phi_start_deg", e.phi_start_rad, degree, Need::required);
        p.number("oscillation_deg", e.oscillation_rad, degree);
        integer(p, "phi_steps", e.phi_steps, 0);
        p.number("phi_step_deg", e.phi_step_rad, degree);
    });
    preset.section("sampling", Need::required, [&e](PresetFields& p) {
        integer(p, "oversample", e.oversample, any);
        p.flag("oversample_thick", e.oversample_thick);
        p.flag("oversample_polar", e.oversample_polar);
        p.flag("oversample_omega", e.oversample_omega);
        p.number("resolution_limit_angstrom", e.resolution_limit_m, angstrom_by_product);
    });
    preset.section("images", Need::optional, [&e](PresetFields& p) {
        p.number("integer_scale", e.images.integer_scale, as_is);
        p.number("adc_offset", e.images.adc_offset, as_is);
        p.number("pgm_scale", e.images.pgm_scale, as_is);
        e.images.seed_given = p.given("noise_seed", e.images.seed_given);
        p.integer("noise_seed", e.images.noise_seed, any);
    });
}

} // namespace

void visit_preset(PresetFields& preset, SceneRequest& scene) {
    preset.section("beam", Need::required, [&](PresetFields& p) { visit_beam(p, scene); });
    preset.section("detector", Need::required, [&](PresetFields& p) { visit_detector(p, scene); });
    preset.section("crystal", Need::required, [&](PresetFields& p) { visit_crystal(p, scene); });
    preset.section("structure_factors", Need::required,
                   [&](PresetFields& p) { visit_structure_factors(p, scene); });
    visit_rest(preset, scene.experiment);
}

} // namespace tapir::harness
