#include "nanobragg_options.hpp"

#include "units.hpp"

namespace tapir::harness {

namespace {

using engine::Convention;
using engine::ExperimentRequest;
using engine::Pivot;

ExperimentRequest& experiment(ArgumentReader& r) {
    return r.scene.experiment;
}

void set_convention(ArgumentReader& r, Convention convention, Pivot pivot) {
    experiment(r).convention = convention;
    experiment(r).pivot = pivot;
}

/// Vectors and axes select the CUSTOM convention, whatever they describe.
void set_custom_vector(ArgumentReader& r, engine::Vec3<double> ExperimentRequest::*field) {
    if (experiment(r).convention != Convention::custom) {
        r.scene.notices.push_back(r.token() + " selects the CUSTOM convention" +
                                  " (quirk vectors_force_custom)");
    }
    experiment(r).convention = Convention::custom;
    experiment(r).*field = r.vector();
}

void set_pivot_field(ArgumentReader& r, double ExperimentRequest::*field, double value,
                     Pivot pivot) {
    experiment(r).*field = value;
    experiment(r).pivot = pivot;
}

void read_cell(ArgumentReader& r) {
    ExperimentRequest& e = experiment(r);
    e.cell_given = true;
    for (std::size_t i = 0; i < 6; ++i) {
        // the C program stops at the end, or where the next option begins
        if (!r.has_word(i + 1) || r.word(i + 1).front() == '-') {
            return;
        }
        double& field = i < 3 ? e.cell_edges_angstrom[i] : e.cell_angles_rad[i - 3];
        field = i < 3 ? r.number(i + 1) : degree(r.number(i + 1));
    }
}

void read_misset(ArgumentReader& r) {
    if (r.word().find("rand") != std::string::npos) {
        r.not_in_this_version("a random orientation");
    }
    experiment(r).misset_given = true;
    experiment(r).misset_rad = {degree(r.number(1)), degree(r.number(2)), degree(r.number(3))};
}

Option number_option(std::string_view pattern, double ExperimentRequest::*field,
                     double (*convert)(double) = nullptr, Match match = Match::contains) {
    return {pattern, match, [field, convert](ArgumentReader& r) {
                experiment(r).*field = convert == nullptr ? r.number() : convert(r.number());
            }};
}

Option pivot_option(std::string_view pattern, double ExperimentRequest::*field,
                    double (*convert)(double), Pivot pivot) {
    return {pattern, Match::contains, [field, convert, pivot](ArgumentReader& r) {
                set_pivot_field(r, field, convert(r.number()), pivot);
            }};
}

Option vector_option(std::string_view pattern, engine::Vec3<double> ExperimentRequest::*field) {
    return {pattern, Match::contains, [field](ArgumentReader& r) { set_custom_vector(r, field); }};
}

Option refused(std::string_view pattern, const char* what, Match match = Match::contains) {
    return {pattern, match, [what](ArgumentReader& r) { r.not_in_this_version(what); }};
}

Option without_effect(std::string_view pattern, Match match = Match::contains) {
    return {pattern, match, [](ArgumentReader&) {}};
}

double as_is(double value) {
    return value;
}

std::vector<Option> crystal_options() {
    using E = ExperimentRequest;
    const auto count = [](std::size_t axis) {
        return [axis](ArgumentReader& r) { experiment(r).cell_counts[axis] = r.integer(); };
    };
    return {
        {"-Na", Match::contains, count(0), true},
        {"-Nb", Match::contains, count(1), true},
        {"-Nc", Match::contains, count(2), true},
        {"-N", Match::exact,
         [](ArgumentReader& r) {
             const double n = r.integer();
             experiment(r).cell_counts = {n, n, n};
         },
         true},
        {"-cell", Match::contains, read_cell},
        {"-misset", Match::exact, read_misset},
        refused("-samplesize", "a crystal size"),
        refused("-sample_", "a crystal size"),
        refused("-xtalsize", "a crystal size"),
        refused("-xtal_", "a crystal size"),
        refused("-width", "a crystal size"),
        refused("-heigh", "a crystal size"),
        without_effect("-density"),
        without_effect("-MW", Match::exact),
        without_effect("-molec"),
        {"-mosaic", Match::exact,
         [](ArgumentReader& r) { experiment(r).mosaic_spread_rad = degree(r.number()); }},
        number_option("-mosaici", &E::mosaic_spread_rad, degree),
        number_option("-mosaic_spr", &E::mosaic_spread_rad, degree),
        {"-mosaic_dom", Match::contains,
         [](ArgumentReader& r) { experiment(r).mosaic_domains = r.integer(); }},
        {"-mosaic_seed", Match::contains,
         [](ArgumentReader& r) { experiment(r).mosaic_seed = r.integer(); }},
        {"-mat", Match::contains, [](ArgumentReader& r) { r.scene.matrix_file = r.word(); }},
        {"-hkl", Match::contains, [](ArgumentReader& r) { r.scene.reflection_file = r.word(); }},
        number_option("-default_F", &E::default_structure_factor_electrons),
        {"-nointerpolate", Match::contains,
         [](ArgumentReader& r) { r.interpolation = Interpolation::off; }},
        {"-interpolate", Match::contains,
         [](ArgumentReader& r) { r.interpolation = Interpolation::on; }},
        refused("-round_xtal", "a spot shape other than square"),
        refused("-gauss_xtal", "a spot shape other than square"),
        refused("-binary_spots", "a spot shape other than square"),
        refused("-tophat_spots", "a spot shape other than square"),
        without_effect("-square_xtal"),
        without_effect("-fudge"),
        without_effect("-misset_seed"),
    };
}

std::vector<Option> beam_options() {
    using E = ExperimentRequest;
    return {
        number_option("-lambda", &E::wavelength_m, angstrom),
        number_option("-wave", &E::wavelength_m, angstrom),
        number_option("-energy", &E::wavelength_m, wavelength_of_electronvolt),
        number_option("-fluence", &E::fluence_per_m2),
        number_option("-flux", &E::flux_per_s),
        number_option("-exposure", &E::exposure_s),
        number_option("-beamsize", &E::beam_size_m, millimetre),
        {"-polar", Match::exact,
         [](ArgumentReader& r) {
             experiment(r).polarization_factor = r.number();
             experiment(r).no_polarization = false;
         }},
        {"-nopolar", Match::contains,
         [](ArgumentReader& r) { experiment(r).no_polarization = true; }},
        refused("-dispersion", "dispersion"),
        refused("-dispsteps", "dispersion"),
        refused("-divergence", "divergence"),
        refused("-hdivrange", "divergence"),
        refused("-vdivrange", "divergence"),
        refused("-hdivstep", "divergence"),
        refused("-vdivstep", "divergence"),
        refused("-divsteps", "divergence"),
        without_effect("-round_div"),
        without_effect("-square_div"),
        refused("-sourcefile", "a source table"),
        refused("-water", "water background"),
        refused("-dmin", "a resolution cut-off"),
        without_effect("-coherent"),
        without_effect("-stolout"),
        without_effect("-stol", Match::exact),
        without_effect("-4stol", Match::exact),
        without_effect("-Q", Match::exact),
    };
}

std::vector<Option> axis_options() {
    using E = ExperimentRequest;
    const auto named = [](std::string_view pattern, Convention convention, Pivot pivot) {
        return Option{pattern, Match::contains, [convention, pivot](ArgumentReader& r) {
                          set_convention(r, convention, pivot);
                      }};
    };
    return {
        named("-mosflm", Convention::mosflm, Pivot::beam),
        named("-xds", Convention::xds, Pivot::sample),
        named("-adxv", Convention::adxv, Pivot::beam),
        named("-denzo", Convention::denzo, Pivot::beam),
        named("-dials", Convention::dials, Pivot::beam),
        vector_option("-fdet_vector", &E::fast_axis),
        vector_option("-sdet_vector", &E::slow_axis),
        vector_option("-odet_vector", &E::normal_axis),
        vector_option("-beam_vector", &E::beam_direction),
        vector_option("-polar_vector", &E::polarization_axis),
        vector_option("-spindle_axis", &E::spindle_axis),
        {"-twotheta_axis", Match::contains,
         [](ArgumentReader& r) {
             set_custom_vector(r, &E::twotheta_axis);
             r.scene.notices.emplace_back(
                 "-twotheta_axis also sets the two-theta angle to its first "
                 "component, until a later -twotheta");
         }},
        {"-pix0_vector", Match::contains,
         [](ArgumentReader& r) {
             (void)r.vector();
             experiment(r).convention = Convention::custom;
             r.scene.notices.push_back(r.token() + " selects the CUSTOM convention; its numbers "
                                                   "are never used (quirk pix0_vector_unused)");
         }},
    };
}

std::vector<Option> detector_options() {
    using E = ExperimentRequest;
    const auto rotation = [](std::string_view pattern, double engine::Vec3<double>::*axis) {
        return Option{pattern, Match::contains, [axis](ArgumentReader& r) {
                          experiment(r).detector_rotation_rad.*axis = degree(r.number());
                      }};
    };
    const auto pixels = [](std::string_view pattern, int E::*field) {
        return Option{pattern, Match::contains,
                      [field](ArgumentReader& r) { experiment(r).*field = r.integer(); }};
    };
    std::vector<Option> options{
        pivot_option("-Xbeam", &E::beam_x_m, millimetre, Pivot::beam),
        pivot_option("-Ybeam", &E::beam_y_m, millimetre, Pivot::beam),
        pivot_option("-Xclose", &E::near_x_m, millimetre, Pivot::sample),
        pivot_option("-Yclose", &E::near_y_m, millimetre, Pivot::sample),
        pivot_option("-ORGX", &E::origin_x_pixels, as_is, Pivot::sample),
        pivot_option("-ORGY", &E::origin_y_pixels, as_is, Pivot::sample),
        {"-pivot", Match::contains,
         [](ArgumentReader& r) {
             if (r.word().find("sample") != std::string::npos) {
                 experiment(r).pivot = Pivot::sample;
             } else if (r.word().find("beam") != std::string::npos) {
                 experiment(r).pivot = Pivot::beam;
             } else {
                 r.fail("'" + r.word() + "' is not a pivot", "Give sample or beam.");
             }
         }},
        pivot_option("-distance", &E::distance_m, millimetre, Pivot::beam),
        pivot_option("-close_distance", &E::close_distance_m, millimetre, Pivot::sample),
        pivot_option("-twotheta", &E::detector_twotheta_rad, degree, Pivot::sample),
        refused("-detector_abs", "sensor absorption"),
        refused("-detector_thick", "sensor thickness"),
        refused("-thicksteps", "sensor thickness"),
        rotation("-detector_rotx", &engine::Vec3<double>::x),
        rotation("-detector_roty", &engine::Vec3<double>::y),
        rotation("-detector_rotz", &engine::Vec3<double>::z),
        {"-detsize", Match::exact,
         [](ArgumentReader& r) {
             experiment(r).detector_size_fast_m = millimetre(r.number());
             experiment(r).detector_size_slow_m = millimetre(r.number());
         }},
        number_option("-detsize_f", &E::detector_size_fast_m, millimetre),
        number_option("-detsize_s", &E::detector_size_slow_m, millimetre),
        {"-detpixels", Match::exact,
         [](ArgumentReader& r) {
             experiment(r).pixels_fast = experiment(r).pixels_slow = r.integer();
         }},
        pixels("-detpixels_f", &E::pixels_fast),
        pixels("-detpixels_x", &E::pixels_fast),
        pixels("-detpixels_s", &E::pixels_slow),
        pixels("-detpixels_y", &E::pixels_slow),
        refused("-curved_det", "a curved detector"),
        number_option("-pixel", &E::pixel_size_m, millimetre),
        {"-point_pixel", Match::contains,
         [](ArgumentReader& r) { experiment(r).point_pixel = true; }},
        refused("-mask", "a mask"),
        refused("-img", "an image header"),
        refused("-roi", "a region of interest"),
    };
    const std::vector<Option> axes = axis_options();
    // vectors come before the angles that share their name (-twotheta_axis, -twotheta)
    options.insert(options.begin(), axes.begin(), axes.end());
    return options;
}

std::vector<Option> sampling_options() {
    using E = ExperimentRequest;
    const auto flag = [](std::string_view pattern, bool E::*field) {
        return Option{pattern, Match::contains,
                      [field](ArgumentReader& r) { experiment(r).*field = true; }, true};
    };
    return {
        flag("-oversample_thick", &E::oversample_thick),
        flag("-oversample_polar", &E::oversample_polar),
        flag("-oversample_omega", &E::oversample_omega),
        {"-oversample", Match::contains,
         [](ArgumentReader& r) { experiment(r).oversample = r.integer(); }},
        number_option("-phi", &E::phi_start_rad, degree, Match::exact),
        number_option("-osc", &E::oscillation_rad, degree),
        number_option("-phistep", &E::phi_step_rad, degree, Match::exact),
        {"-phisteps", Match::contains,
         [](ArgumentReader& r) { experiment(r).phi_steps = r.integer(); }},
        // output and messages: this program has its own options for them
        without_effect("-float"),
        without_effect("-int"),
        without_effect("-noisefile"),
        without_effect("-noiseimage"),
        without_effect("-nonoise"),
        without_effect("-pgm"),
        without_effect("-nopgm"),
        without_effect("-scale"),
        without_effect("-adc"),
        without_effect("-seed"),
        without_effect("-printout"),
        without_effect("-trace_pixel"),
        without_effect("-noprogress"),
        without_effect("-progress"),
        without_effect("-dump"),
    };
}

std::vector<Option> all_options() {
    std::vector<Option> options;
    for (auto* group : {crystal_options, beam_options, detector_options, sampling_options}) {
        for (Option& option : group()) {
            options.push_back(std::move(option));
        }
    }
    return options;
}

} // namespace

const std::vector<Option>& nanobragg_options() {
    static const std::vector<Option> options = all_options();
    return options;
}

} // namespace tapir::harness
