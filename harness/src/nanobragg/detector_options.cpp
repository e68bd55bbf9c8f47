#include "nanobragg/detector_options.hpp"

#include "nanobragg/option_makers.hpp"

namespace tapir::harness::options {

namespace {

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

} // namespace

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

} // namespace tapir::harness::options
