#include "tapir/engine/scene_fields.hpp"

#include "scene/beam_fields.hpp"
#include "scene/crystal_fields.hpp"
#include "scene/detector_fields.hpp"
#include "scene/field_makers.hpp"

namespace tapir::engine {

namespace fields {

namespace {

void visit_structure_factors(F f, ExperimentRequest& e) {
    // their digest is that of what was read
    f.file({.key = "file", .name = "structure factors", .digested = through},
           SceneFile::reflections);
    f.file({.key = "column", .name = "structure factors", .digested = through}, SceneFile::column);
    f.file({.key = "dump_file", .name = "structure factors", .digested = through}, SceneFile::dump);
    f.number({.key = "default_electrons",
              .name = "default structure factor",
              .unit = &units::electrons,
              .place = 72,
              .topic = "default_F"},
             e.default_structure_factor_electrons);
    choice<Interpolation>(f, {.key = "interpolation", .name = "interpolation", .digested = through},
                          e.interpolation,
                          {{"nearest", Interpolation::off},
                           {"tricubic", Interpolation::on},
                           {"automatic", Interpolation::automatic}});
    f.number({.key = "water_size_um",
              .name = "water size",
              .unit = &units::micrometres_by_division,
              .place = 71,
              .topic = "water"},
             e.water_size_m);
}

void visit_scan(F f, ExperimentRequest& e) {
    vector(f, direction("spindle_axis", "spindle axis", 62, "spindle_axis"), e.spindle_axis);
    f.number({.key = "phi_start_deg",
              .name = "phi start",
              .unit = &units::degrees,
              .place = 63,
              .need = Need::required,
              .topic = "phi"},
             e.phi_start_rad);
    f.number({.key = "oscillation_deg",
              .name = "oscillation",
              .unit = &units::degrees,
              .digested = through},
             e.oscillation_rad);
    integer(f, {.key = "phi_steps", .name = "phi steps", .place = 65, .least = 0}, e.phi_steps);
    f.number({.key = "phi_step_deg", .name = "phi step", .unit = &units::degrees, .place = 64},
             e.phi_step_rad);
}

void visit_sampling(F f, ExperimentRequest& e) {
    integer(f, {.key = "oversample", .name = "oversample", .place = 66}, e.oversample);
    f.flag(flag("oversample_thick", 67), e.oversample_thick);
    f.flag(flag("oversample_polar", 68), e.oversample_polar);
    f.flag(flag("oversample_omega", 69), e.oversample_omega);
    f.number({.key = "resolution_limit_angstrom",
              .name = "resolution limit",
              .unit = &units::angstroms_by_product,
              .place = 70},
             e.resolution_limit_m);
}

void visit_images(F f, ImageScale& images) {
    const char* name = "scale of an image";
    f.number({.key = "integer_scale", .name = name, .digested = of_images}, images.integer_scale);
    f.number({.key = "adc_offset", .name = name, .digested = of_images}, images.adc_offset);
    f.number({.key = "pgm_scale", .name = name, .digested = of_images}, images.pgm_scale);
    const Field seed{.key = "noise_seed", .name = "noise seed", .digested = of_images};
    f.given(seed, images.seed_given);
    f.integer(seed, images.noise_seed);
}

} // namespace

} // namespace fields

void visit_scene(SceneVisitor& visitor, ExperimentRequest& request) {
    ExperimentRequest& e = request;
    visitor.section("beam", Need::required, [&e](SceneVisitor& f) { fields::visit_beam(f, e); });
    visitor.section("detector", Need::required,
                    [&e](SceneVisitor& f) { fields::visit_detector(f, e); });
    visitor.section("crystal", Need::required,
                    [&e](SceneVisitor& f) { fields::visit_crystal(f, e); });
    visitor.section("structure_factors", Need::required,
                    [&e](SceneVisitor& f) { fields::visit_structure_factors(f, e); });
    visitor.section("scan", Need::required, [&e](SceneVisitor& f) { fields::visit_scan(f, e); });
    visitor.section("sampling", Need::required,
                    [&e](SceneVisitor& f) { fields::visit_sampling(f, e); });
    visitor.section("images", Need::optional,
                    [&e](SceneVisitor& f) { fields::visit_images(f, e.images); });
}

} // namespace tapir::engine
