#include "scene/beam_fields.hpp"

#include "scene/field_makers.hpp"

namespace tapir::engine::fields {

namespace {

/// A range with its steps. @param place  of the range; the two others follow
void visit_range(F beam, const char* key, const char* name, const char* steps, int place,
                 SampledRange& sampled) {
    beam.section(key, Need::optional, [&](F f) {
        f.number({.key = "range_mrad",
                  .name = name,
                  .unit = &units::milliradians,
                  .place = place,
                  .reason = "the sources follow from it"},
                 sampled.range);
        f.number({.key = "step_mrad",
                  .name = name,
                  .unit = &units::milliradians,
                  .place = place + 1,
                  .reason = "the sources follow from it"},
                 sampled.step);
        integer(f, {.key = "steps", .name = steps, .place = place + 2}, sampled.count);
    });
}

void visit_strength(F f, ExperimentRequest& e) {
    f.number({.key = "wavelength_angstrom",
              .name = "wavelength",
              .unit = &units::angstroms,
              .place = 1,
              .allowed = Allowed::anything,
              .need = Need::required},
             e.wavelength_m);
    f.number({.key = "fluence_photons_per_m2",
              .name = "fluence",
              .unit = &units::photons_per_m2,
              .place = 2,
              .allowed = Allowed::not_negative,
              .reason = "there would be fewer than no photons",
              .remedy = "Give photons per square metre."},
             e.fluence_per_m2);
    const char* reason = "the fluence follows from it";
    f.number({.key = "flux_photons_per_s",
              .name = "flux",
              .unit = &units::photons_per_s,
              .digested = through,
              .allowed = Allowed::number,
              .reason = reason},
             e.flux_per_s);
    f.number({.key = "exposure_s",
              .name = "exposure",
              .unit = &units::seconds,
              .digested = through,
              .allowed = Allowed::number,
              .reason = reason},
             e.exposure_s);
    f.number({.key = "beam_size_mm",
              .name = "beam size",
              .unit = &units::millimetres,
              .digested = through,
              .allowed = Allowed::number,
              .reason = reason},
             e.beam_size_m);
}

} // namespace

void visit_beam(F f, ExperimentRequest& e) {
    visit_strength(f, e);
    vector(f, direction("direction", "beam direction", 5, "beam_vector"), e.beam_direction);
    vector(f, direction("polarization_axis", "polarization axis", 6, "polar_vector"),
           e.polarization_axis);
    f.number({.key = "polarization_factor",
              .name = "polarization factor",
              .place = 3,
              .allowed = Allowed::within_1,
              .reason = "it is a degree of polarisation",
              .remedy = "Give -1 to 1.",
              .topic = "polarisation"},
             e.polarization_factor);
    f.flag(flag("no_polarization", 4), e.no_polarization);
    f.number({.key = "dispersion_percent",
              .name = "dispersion",
              .unit = &units::percents,
              .place = 7,
              .reason = "the sources follow from it"},
             e.dispersion.range);
    integer(f, {.key = "dispersion_steps", .name = "dispersion steps", .place = 9},
            e.dispersion.count);
    visit_range(f, "divergence_horizontal", "horizontal divergence", "horizontal divergence steps",
                10, e.divergence_horizontal);
    visit_range(f, "divergence_vertical", "vertical divergence", "vertical divergence steps", 13,
                e.divergence_vertical);
    f.flag(flag("round_divergence", 16), e.round_divergence);
    f.file({.key = "source_file", .name = "sources", .place = 17}, SceneFile::sources);
}

} // namespace tapir::engine::fields
