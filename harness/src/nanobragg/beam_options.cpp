#include "nanobragg/beam_options.hpp"

#include "nanobragg/option_makers.hpp"

namespace tapir::harness::options {

std::vector<Option> beam_options() {
    using E = ExperimentRequest;
    Option fluence = number("-fluence", &E::fluence_per_m2, as_is, {"fluence"});
    fluence.apply = [](ArgumentReader& r) {
        experiment(r).fluence_per_m2 = r.number();
        r.fluence_given = true;
    };
    return {
        number("-lambda", &E::wavelength_m, angstrom, {"wavelength"}),
        number("-wave", &E::wavelength_m, angstrom, {"wavelength"}, {"-wavelength"}),
        number("-energy", &E::wavelength_m, wavelength_of_electronvolt, {"wavelength"}),
        fluence,
        number("-flux", &E::flux_per_s, as_is, {"flux"}),
        number("-exposure", &E::exposure_s, as_is, {"exposure"}),
        number("-beamsize", &E::beam_size_m, millimetre, {"beam size"}),
        {.pattern = "-polar",
         .match = Match::exact,
         .apply =
             [](ArgumentReader& r) {
                 experiment(r).polarization_factor = r.number();
                 experiment(r).no_polarization = false;
             },
         .topics = {"polarisation"}},
        flag("-nopolar", [](E& e) { e.no_polarization = true; }, {"polarisation"}),
        unused("-coherent", 0),
    };
}

std::vector<Option> source_options() {
    using E = ExperimentRequest;
    const auto range = [](std::string_view pattern, bool horizontal, bool vertical, Topics topics) {
        return Option{.pattern = pattern,
                      .apply =
                          [horizontal, vertical](ArgumentReader& r) {
                              E& e = experiment(r);
                              const double value = milliradian(r.number());
                              double& h = e.divergence_horizontal.range;
                              double& v = e.divergence_vertical.range;
                              h = horizontal ? value : h;
                              v = vertical ? value : v;
                          },
                      .topics = std::move(topics)};
    };
    const auto step = [](std::string_view pattern, SampledRange E::*field) {
        return Option{.pattern = pattern,
                      .match = Match::exact,
                      .apply =
                          [field](ArgumentReader& r) {
                              (experiment(r).*field).step = milliradian(r.number());
                          },
                      .topics = {pattern.substr(1)}};
    };
    return {
        {.pattern = "-dispersion",
         .apply = [](ArgumentReader& r) { experiment(r).dispersion.range = percent(r.number()); },
         .topics = {"dispersion"}},
        whole("-dispsteps", [](E& e, int n) { e.dispersion.count = n; }, {"dispersion steps"}),
        range("-divergence", true, true, {"horizontal divergence", "vertical divergence"}),
        range("-hdivrange", true, false, {"horizontal divergence"}),
        range("-vdivrange", false, true, {"vertical divergence"}),
        step("-hdivstep", &E::divergence_horizontal),
        whole("-hdivsteps", [](E& e, int n) { e.divergence_horizontal.count = n; },
              {"horizontal divergence steps"}),
        step("-vdivstep", &E::divergence_vertical),
        whole("-vdivsteps", [](E& e, int n) { e.divergence_vertical.count = n; },
              {"vertical divergence steps"}),
        whole("-divsteps",
              [](E& e, int n) {
                  e.divergence_horizontal.count = n;
                  e.divergence_vertical.count = n;
              },
              {"horizontal divergence steps", "vertical divergence steps"}),
        flag("-round_div", [](E& e) { e.round_divergence = true; }, {"divergence corners"}),
        flag("-square_div", [](E& e) { e.round_divergence = false; }, {"divergence corners"}),
        {.pattern = "-sourcefile",
         .apply = [](ArgumentReader& r) { r.scene.source_file = r.word(); },
         .topics = {"source table"}},
    };
}

} // namespace tapir::harness::options
