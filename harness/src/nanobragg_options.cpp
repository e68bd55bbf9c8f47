#include "nanobragg_options.hpp"

#include <algorithm>

#include "units.hpp"

namespace tapir::harness {

namespace {

using engine::Convention;
using engine::ExperimentRequest;
using engine::GivenAxes;
using engine::Interpolation;
using engine::LatticeShape;
using engine::Pivot;
using engine::Quirk;
using engine::SampledRange;
using engine::Vec3;
using Topics = std::vector<std::string_view>;
using Names = std::vector<std::string_view>;

ExperimentRequest& experiment(ArgumentReader& r) {
    return r.scene.experiment;
}

void set_pivot(ArgumentReader& r, Pivot pivot) {
    experiment(r).pivot = pivot;
    experiment(r).pivot_given = true;
    r.scene.causes["pivot"] = r.token();
}

/// Vectors and axes select the CUSTOM convention, whatever they describe.
void set_axis(ArgumentReader& r, Vec3<double> ExperimentRequest::*field, bool GivenAxes::*given) {
    ExperimentRequest& e = experiment(r);
    e.*field = r.vector();
    if (!r.has_quirk(Quirk::vectors_force_custom)) {
        e.given_axes.*given = true;
        return;
    }
    if (e.convention != Convention::custom) {
        r.notice(Quirk::vectors_force_custom,
                 r.token() + " selects the CUSTOM convention: beam centres lose the half pixel, "
                             "X is fast and Y slow");
    }
    e.convention = Convention::custom;
    r.scene.causes["convention"] = r.token();
}

void set_convention(ArgumentReader& r, Convention convention, Pivot pivot) {
    experiment(r).convention = convention;
    experiment(r).given_axes = {};
    experiment(r).pivot = pivot;
    experiment(r).pivot_given = false;
    r.scene.causes["pivot"] = r.token();
}

// --- makers of options: one number, one whole number, a switch ---

double as_is(double value) {
    return value;
}

Option number(std::string_view pattern, double ExperimentRequest::*field, double (*convert)(double),
              Topics topics, Names names = {}, Match match = Match::contains) {
    return {.pattern = pattern,
            .match = match,
            .apply = [field,
                      convert](ArgumentReader& r) { experiment(r).*field = convert(r.number()); },
            .topics = std::move(topics),
            .names = std::move(names)};
}

Option whole(std::string_view pattern, std::function<void(ExperimentRequest&, int)> set,
             Topics topics, Names names = {}, Match match = Match::contains) {
    return {.pattern = pattern,
            .match = match,
            .apply =
                [set = std::move(set)](ArgumentReader& r) {
                    const int value = r.integer();
                    set(experiment(r), value);
                },
            .topics = std::move(topics),
            .names = std::move(names)};
}

Option flag(std::string_view pattern, std::function<void(ExperimentRequest&)> set, Topics topics,
            Names names = {}) {
    return {.pattern = pattern,
            .apply = [set = std::move(set)](ArgumentReader& r) { set(experiment(r)); },
            .values = 0,
            .topics = std::move(topics),
            .names = std::move(names)};
}

Option pivot_number(std::string_view pattern, double ExperimentRequest::*field,
                    double (*convert)(double), Pivot pivot, std::string_view topic) {
    return {.pattern = pattern,
            .apply =
                [field, convert, pivot](ArgumentReader& r) {
                    experiment(r).*field = convert(r.number());
                    set_pivot(r, pivot);
                },
            .topics = {topic}};
}

Option axis(std::string_view pattern, Vec3<double> ExperimentRequest::*field,
            bool GivenAxes::*given) {
    return {.pattern = pattern,
            .apply = [field, given](ArgumentReader& r) { set_axis(r, field, given); },
            .values = 3,
            .topics = {pattern.substr(1)}};
}

/// Names a file that belongs to this program's own options here.
Option output(std::string_view pattern, int values, Names names = {}) {
    return {.pattern = pattern,
            .apply = [](ArgumentReader&) {},
            .values = values,
            .topics = {},
            .names = std::move(names)};
}

Option unused(std::string_view pattern, int values, Match match = Match::contains,
              Names names = {}) {
    return {.pattern = pattern,
            .match = match,
            .apply = [](ArgumentReader&) {},
            .values = values,
            .topics = {},
            .names = std::move(names),
            .without_effect = true};
}

// --- the options, by subject ---

void read_cell(ArgumentReader& r) {
    ExperimentRequest& e = experiment(r);
    e.cell_given = true;
    for (std::size_t i = 0; i < 6; ++i) {
        // the C program stops at the end, or where the next option begins
        if (!r.has_word(i + 1) || r.word(i + 1).empty() || r.word(i + 1).front() == '-') {
            return;
        }
        double& field = i < 3 ? e.cell_edges_angstrom[i] : e.cell_angles_rad[i - 3];
        field = i < 3 ? r.number(i + 1) : degree(r.number(i + 1));
    }
}

void read_misset(ArgumentReader& r) {
    if (r.token() != "-misset") {
        if (!r.has_quirk(Quirk::misset_seed_is_misset)) {
            return; // -misset_seed has an option of its own
        }
        r.notice(Quirk::misset_seed_is_misset,
                 r.token() + " is read as -misset too, with the three words that follow");
    }
    ExperimentRequest& e = experiment(r);
    if (r.word().find("rand") != std::string::npos) {
        e.misset_random = true;
        return;
    }
    e.misset_random = false;
    e.misset_given = true;
    e.misset_rad = {degree(r.number(1)), degree(r.number(2)), degree(r.number(3))};
}

std::vector<Option> size_options() {
    const auto size = [](std::string_view pattern, bool x, bool y, bool z, Names names) {
        Topics topics;
        const auto add = [&topics](bool on, const char* topic) {
            if (on) {
                topics.emplace_back(topic);
            }
        };
        add(x, "sample x");
        add(y, "sample y");
        add(z, "sample z");
        return Option{.pattern = pattern,
                      .apply =
                          [x, y, z](ArgumentReader& r) {
                              const double value = millimetre(r.number());
                              Vec3<double>& s = experiment(r).sample_size_m;
                              s = {x ? value : s.x, y ? value : s.y, z ? value : s.z};
                          },
                      .topics = topics,
                      .names = std::move(names)};
    };
    std::vector<Option> options{
        size("-width", false, true, false, {}),
        size("-heigh", false, false, true, {"-height"}),
    };
    // "sample" and "xtal" mean the same
    options.push_back(size("-samplesize", true, true, true, {}));
    options.push_back(size("-sample_size", true, true, true, {}));
    options.push_back(size("-sample_thick", true, false, false, {"-sample_thickness"}));
    options.push_back(size("-sample_x", true, false, false, {}));
    options.push_back(size("-sample_width", false, true, false, {}));
    options.push_back(size("-sample_y", false, true, false, {}));
    options.push_back(size("-sample_heigh", false, false, true, {"-sample_height"}));
    options.push_back(size("-sample_z", false, false, true, {}));
    options.push_back(size("-xtalsize", true, true, true, {}));
    options.push_back(size("-xtal_size", true, true, true, {}));
    options.push_back(size("-xtal_thick", true, false, false, {"-xtal_thickness"}));
    options.push_back(size("-xtal_x", true, false, false, {}));
    options.push_back(size("-xtal_width", false, true, false, {}));
    options.push_back(size("-xtal_y", false, true, false, {}));
    options.push_back(size("-xtal_heigh", false, false, true, {"-xtal_height"}));
    options.push_back(size("-xtal_z", false, false, true, {}));
    return options;
}

std::vector<Option> crystal_options() {
    using E = ExperimentRequest;
    const auto count = [](std::string_view pattern, std::size_t edge, std::string_view topic) {
        Option option = whole(pattern, [edge](E& e, int n) { e.cell_counts[edge] = n; }, {topic});
        option.last = true;
        return option;
    };
    Option all_counts = whole(
        "-N",
        [](E& e, int n) {
            const double cells = n;
            e.cell_counts = {cells, cells, cells};
        },
        {"Na", "Nb", "Nc"}, {}, Match::exact);
    all_counts.last = true;
    const auto shape = [](std::string_view pattern, LatticeShape kind) {
        return flag(pattern, [kind](E& e) { e.shape = kind; }, {"spot shape"});
    };
    const std::string_view spread = "mosaic spread";
    return {
        count("-Na", 0, "Na"),
        count("-Nb", 1, "Nb"),
        count("-Nc", 2, "Nc"),
        all_counts,
        {.pattern = "-cell", .apply = read_cell, .values = 6, .topics = {"cell"}},
        {.pattern = "-misset", .apply = read_misset, .values = 3, .topics = {"misset"}},
        number("-mosaic", &E::mosaic_spread_rad, degree, {spread}, {}, Match::exact),
        number("-mosaici", &E::mosaic_spread_rad, degree, {spread}, {"-mosaicity"}),
        number("-mosaic_spr", &E::mosaic_spread_rad, degree, {spread}, {"-mosaic_spread"}),
        whole("-mosaic_dom", [](E& e, int n) { e.mosaic_domains = n; }, {"mosaic domains"},
              {"-mosaic_domains"}),
        whole("-mosaic_seed", [](E& e, int n) { e.mosaic_seed = n; }, {"mosaic seed"}),
        {.pattern = "-misset_seed",
         .apply =
             [](ArgumentReader& r) {
                 experiment(r).misset_seed = r.integer();
                 r.misset_seed_given = true;
             },
         .topics = {"misset seed"}},
        {.pattern = "-mat",
         .apply = [](ArgumentReader& r) { r.scene.matrix_file = r.word(); },
         .topics = {"A matrix"},
         .names = {"-matrix"}},
        shape("-round_xtal", LatticeShape::round),
        shape("-square_xtal", LatticeShape::square),
        shape("-gauss_xtal", LatticeShape::gauss),
        shape("-binary_spots", LatticeShape::tophat),
        shape("-tophat_spots", LatticeShape::tophat),
        number("-fudge", &E::shape_fudge, as_is, {"fudge"}),
        unused("-density", 1),
        unused("-sample_den", 1, Match::contains, {"-sample_density"}),
        unused("-MW", 1, Match::exact),
        unused("-molec", 1, Match::contains, {"-molecular_weight"}),
    };
}

std::vector<Option> structure_factor_options() {
    using E = ExperimentRequest;
    const auto stol = [](std::string_view pattern) {
        Option option = unused(pattern, 1, Match::exact);
        option.apply = [](ArgumentReader& r) { r.scene.stol_file = r.word(); };
        return option;
    };
    return {
        {.pattern = "-hkl",
         .apply = [](ArgumentReader& r) { r.scene.reflection_file = r.word(); },
         .topics = {"structure factors"}},
        number("-default_F", &E::default_structure_factor_electrons, as_is, {"default_F"}),
        flag("-interpolate", [](E& e) { e.interpolation = Interpolation::on; }, {"interpolation"}),
        flag("-nointerpolate", [](E& e) { e.interpolation = Interpolation::off; },
             {"interpolation"}),
        {.pattern = "-dump",
         .apply =
             [](ArgumentReader& r) {
                 if (r.token().find("-dump_pixel") == std::string::npos) {
                     r.scene.dump_file = r.word();
                 }
             },
         .topics = {"structure factor cache"},
         .names = {"-dump_pixel"}},
        unused("-stolout", 1),
        stol("-stol"),
        stol("-4stol"),
        stol("-Q"),
        number("-water", &E::water_size_m, micrometre_by_division, {"water"}),
    };
}

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

void read_twotheta_axis(ArgumentReader& r) {
    set_axis(r, &ExperimentRequest::twotheta_axis, &GivenAxes::twotheta);
    if (r.has_quirk(Quirk::twotheta_axis_sets_angle)) {
        r.notice(Quirk::twotheta_axis_sets_angle,
                 "-twotheta_axis also sets the two-theta angle to its first component in degrees "
                 "and the pivot to sample, until a later -twotheta");
    }
}

void read_pix0_vector(ArgumentReader& r) {
    ExperimentRequest& e = experiment(r);
    const Vec3<double> origin = r.vector();
    if (r.has_quirk(Quirk::pix0_vector_unused)) {
        e.convention = Convention::custom;
        r.scene.causes["convention"] = r.token();
        r.notice(Quirk::pix0_vector_unused,
                 r.token() + " selects the CUSTOM convention; its numbers are never used");
        return;
    }
    const bool in_mm = r.token().find("_mm") != std::string::npos;
    e.origin_given = true;
    e.detector_origin_m =
        in_mm ? Vec3<double>{millimetre(origin.x), millimetre(origin.y), millimetre(origin.z)}
              : origin;
}

std::vector<Option> axis_options() {
    using E = ExperimentRequest;
    const auto named = [](std::string_view pattern, Convention convention, Pivot pivot) {
        return Option{.pattern = pattern,
                      .apply = [convention,
                                pivot](ArgumentReader& r) { set_convention(r, convention, pivot); },
                      .values = 0,
                      .topics = {"convention"}};
    };
    return {
        named("-mosflm", Convention::mosflm, Pivot::beam),
        named("-xds", Convention::xds, Pivot::sample),
        named("-adxv", Convention::adxv, Pivot::beam),
        named("-denzo", Convention::denzo, Pivot::beam),
        named("-dials", Convention::dials, Pivot::beam),
        axis("-fdet_vector", &E::fast_axis, &GivenAxes::fast),
        axis("-sdet_vector", &E::slow_axis, &GivenAxes::slow),
        axis("-odet_vector", &E::normal_axis, &GivenAxes::normal),
        axis("-beam_vector", &E::beam_direction, &GivenAxes::beam),
        axis("-polar_vector", &E::polarization_axis, &GivenAxes::polarization),
        axis("-spindle_axis", &E::spindle_axis, &GivenAxes::spindle),
        {.pattern = "-twotheta_axis",
         .apply = read_twotheta_axis,
         .values = 3,
         .topics = {"twotheta_axis"}},
        {.pattern = "-pix0_vector",
         .apply = read_pix0_vector,
         .values = 3,
         .topics = {"pix0_vector"},
         .names = {"-pix0_vector_mm"}},
    };
}

void read_pivot(ArgumentReader& r) {
    if (r.word().find("sample") != std::string::npos) {
        set_pivot(r, Pivot::sample);
    } else if (r.word().find("beam") != std::string::npos) {
        set_pivot(r, Pivot::beam);
    } else {
        r.fail("'" + r.word() + "' is not a pivot", "Give sample or beam.");
    }
}

void read_twotheta(ArgumentReader& r) {
    if (r.token().find("-twotheta_axis") != std::string::npos &&
        !r.has_quirk(Quirk::twotheta_axis_sets_angle)) {
        return;
    }
    experiment(r).detector_twotheta_rad = degree(r.number());
    set_pivot(r, Pivot::sample);
}

std::vector<Option> position_options() {
    using E = ExperimentRequest;
    const auto rotation = [](std::string_view pattern, double Vec3<double>::*component) {
        return Option{.pattern = pattern,
                      .apply =
                          [component](ArgumentReader& r) {
                              experiment(r).detector_rotation_rad.*component = degree(r.number());
                          },
                      .topics = {pattern.substr(1)}};
    };
    return {
        pivot_number("-Xbeam", &E::beam_x_m, millimetre, Pivot::beam, "beam centre X"),
        pivot_number("-Ybeam", &E::beam_y_m, millimetre, Pivot::beam, "beam centre Y"),
        pivot_number("-Xclose", &E::near_x_m, millimetre, Pivot::sample, "nearest point X"),
        pivot_number("-Yclose", &E::near_y_m, millimetre, Pivot::sample, "nearest point Y"),
        pivot_number("-ORGX", &E::origin_x_pixels, as_is, Pivot::sample, "ORGX"),
        pivot_number("-ORGY", &E::origin_y_pixels, as_is, Pivot::sample, "ORGY"),
        {.pattern = "-pivot", .apply = read_pivot, .topics = {}},
        pivot_number("-distance", &E::distance_m, millimetre, Pivot::beam, "distance"),
        pivot_number("-close_distance", &E::close_distance_m, millimetre, Pivot::sample,
                     "close distance"),
        {.pattern = "-twotheta", .apply = read_twotheta, .topics = {"two-theta angle"}},
        rotation("-detector_rotx", &Vec3<double>::x),
        rotation("-detector_roty", &Vec3<double>::y),
        rotation("-detector_rotz", &Vec3<double>::z),
    };
}

void read_attenuation(ArgumentReader& r) {
    ExperimentRequest& e = experiment(r);
    const bool infinite = r.word().find("inf") != std::string::npos || r.number() == 0;
    r.absorbs_at_surface = infinite;
    if (infinite) {
        e.sensor_thickness_m = 0;
        e.sensor_attenuation_per_m = 0;
    } else {
        e.sensor_attenuation_per_m = 1.0 / micrometre(r.number());
    }
}

void read_curved(ArgumentReader& r) {
    if (!r.has_word(1) && r.has_quirk(Quirk::last_curved_det_ignored)) {
        r.notice(Quirk::last_curved_det_ignored,
                 "-curved_det is the last word and so has no effect");
        return;
    }
    experiment(r).curved_detector = true;
}

std::vector<Option> pixel_options() {
    using E = ExperimentRequest;
    const auto pixels = [](std::string_view pattern, int E::*field, std::string_view topic) {
        return whole(pattern, [field](E& e, int n) { e.*field = n; }, {topic});
    };
    const auto layers = [](std::string_view pattern) {
        return whole(pattern, [](E& e, int n) { e.sensor_layers = n; }, {"sensor layers"});
    };
    return {
        {.pattern = "-detector_abs",
         .apply = read_attenuation,
         .topics = {"attenuation"},
         .names = {"-detector_absorb"}},
        number("-detector_thick", &E::sensor_thickness_m, micrometre, {"sensor thickness"}, {},
               Match::exact),
        layers("-detector_thicksteps"),
        layers("-thicksteps"),
        {.pattern = "-detsize",
         .match = Match::exact,
         .apply =
             [](ArgumentReader& r) {
                 experiment(r).detector_size_fast_m = millimetre(r.number());
                 experiment(r).detector_size_slow_m = millimetre(r.number());
             },
         .topics = {"detector size fast", "detector size slow"}},
        number("-detsize_f", &E::detector_size_fast_m, millimetre, {"detector size fast"}),
        number("-detsize_s", &E::detector_size_slow_m, millimetre, {"detector size slow"}),
        whole(
            "-detpixels", [](E& e, int n) { e.pixels_fast = e.pixels_slow = n; },
            {"pixels fast", "pixels slow"}, {}, Match::exact),
        pixels("-detpixels_f", &E::pixels_fast, "pixels fast"),
        pixels("-detpixels_x", &E::pixels_fast, "pixels fast"),
        pixels("-detpixels_s", &E::pixels_slow, "pixels slow"),
        pixels("-detpixels_y", &E::pixels_slow, "pixels slow"),
        {.pattern = "-curved_det", .apply = read_curved, .values = 0, .topics = {}},
        number("-pixel", &E::pixel_size_m, millimetre, {"pixel size"}),
        flag("-point_pixel", [](E& e) { e.point_pixel = true; }, {}),
        {.pattern = "-roi",
         .apply =
             [](ArgumentReader& r) {
                 auto& region = experiment(r).region;
                 region.fast_min = r.integer(1);
                 region.fast_max = r.integer(2);
                 region.slow_min = r.integer(3);
                 region.slow_max = r.integer(4);
             },
         .values = 4,
         .topics = {"region of interest"}},
        // their headers are read before all other options
        output("-img", 1),
        output("-mask", 1),
    };
}

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

bool Option::is_named(std::string_view token) const {
    return token == pattern || std::find(names.begin(), names.end(), token) != names.end();
}

const std::vector<Option>& nanobragg_options() {
    static const std::vector<Option> options = all_options();
    return options;
}

} // namespace tapir::harness
