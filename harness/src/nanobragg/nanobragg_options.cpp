#include "nanobragg/nanobragg_options.hpp"

#include <algorithm>

#include "nanobragg/beam_options.hpp"
#include "nanobragg/crystal_options.hpp"
#include "nanobragg/detector_options.hpp"
#include "nanobragg/option_makers.hpp"

namespace tapir::harness {

namespace {

using namespace options;

std::vector<Option> sampling_options() {
    using E = ExperimentRequest;
    const auto in_every_step = [](std::string_view pattern, bool E::*field) {
        Option option = flag(pattern, [field](E& e) { e.*field = true; }, {});
        option.last = true;
        return option;
    };
    return {
        in_every_step("-oversample_thick", &E::oversample_thick),
        in_every_step("-oversample_polar", &E::oversample_polar),
        in_every_step("-oversample_omega", &E::oversample_omega),
        whole("-oversample", [](E& e, int n) { e.oversample = n; }, {"oversample"}),
        number("-phi", &E::phi_start_rad, degree, {"phi"}, {}, Match::exact),
        number("-osc", &E::oscillation_rad, degree, {"oscillation"}),
        number("-phistep", &E::phi_step_rad, degree, {"phi step"}, {}, Match::exact),
        whole("-phisteps", [](E& e, int n) { e.phi_steps = n; }, {"phi steps"}),
        number("-dmin", &E::resolution_limit_m, angstrom_by_product, {"resolution limit"}),
    };
}

std::vector<Option> image_options() {
    using E = ExperimentRequest;
    const auto scale = [](std::string_view pattern, double engine::ImageScale::*field) {
        return Option{
            .pattern = pattern,
            .apply = [field](ArgumentReader& r) { experiment(r).images.*field = r.number(); },
            .topics = {pattern.substr(1)}};
    };
    return {
        scale("-scale", &engine::ImageScale::integer_scale),
        scale("-adc", &engine::ImageScale::adc_offset),
        scale("-pgmscale", &engine::ImageScale::pgm_scale),
        whole("-seed",
              [](E& e, int n) {
                  e.images.noise_seed = n;
                  e.images.seed_given = true;
              },
              {"noise seed"}),
        output("-floatfile", 1),
        output("-floatimage", 1),
        output("-intfile", 1),
        output("-intimage", 1),
        output("-pgmfile", 1),
        output("-pgmimage", 1),
        output("-noisefile", 1),
        output("-noiseimage", 1),
        output("-nonoise", 0),
        output("-nopgm", 0),
        output("-printout", 0),
        output("-printout_pixel", 2),
        output("-trace_pixel", 2),
        output("-noprogress", 0),
        output("-progress", 0),
    };
}

std::vector<Option> all_options() {
    std::vector<Option> options;
    for (auto* group : {crystal_options, size_options, position_options, axis_options,
                        pixel_options, beam_options, source_options, sampling_options,
                        structure_factor_options, image_options}) {
        for (Option& option : group()) {
            options.push_back(std::move(option));
        }
    }
    // vectors come before the angles that share their name, as in the C program
    std::stable_partition(options.begin(), options.end(), [](const Option& option) {
        return option.last || option.pattern != "-twotheta";
    });
    return options;
}

} // namespace

const std::vector<Option>& nanobragg_options() {
    static const std::vector<Option> options = all_options();
    return options;
}

} // namespace tapir::harness
