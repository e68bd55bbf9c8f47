#include "scene/detector_fields.hpp"

#include "scene/field_makers.hpp"

namespace tapir::engine::fields {

namespace {

/// A number of metres that is left out where nobody gave it.
Field place_on_detector(const char* key, const char* name, const char* topic) {
    return {.key = key,
            .name = name,
            .unit = &units::millimetres,
            .digested = through,
            .allowed = Allowed::anything, // `resolve` looks at what it makes of them
            .topic = topic};
}

void visit_places(F f, ExperimentRequest& e) {
    f.number({.key = "distance_mm",
              .name = "distance",
              .unit = &units::millimetres,
              .place = 22,
              .allowed = Allowed::anything,
              .need = Need::required},
             e.distance_m);
    f.number({.key = "close_distance_mm",
              .name = "close distance",
              .unit = &units::millimetres,
              .place = 23,
              .allowed = Allowed::above_0_or_not_given,
              .reason = "pixels would subtend no solid angle",
              .remedy = "Give millimetres, for example 100."},
             e.close_distance_m);
    f.number(place_on_detector("beam_center_x_mm", "beam centre X", ""), e.beam_x_m);
    f.number(place_on_detector("beam_center_y_mm", "beam centre Y", ""), e.beam_y_m);
    f.number(place_on_detector("near_point_x_mm", "nearest point X", ""), e.near_x_m);
    f.number(place_on_detector("near_point_y_mm", "nearest point Y", ""), e.near_y_m);
    Field pixels = place_on_detector("origin_x_pixels", "origin X", "ORGX");
    pixels.unit = &units::pixels;
    f.number(pixels, e.origin_x_pixels);
    pixels.key = "origin_y_pixels";
    pixels.name = "origin Y";
    pixels.topic = "ORGY";
    f.number(pixels, e.origin_y_pixels);
    const Field origin{
        .key = "origin_m", .name = "detector origin", .unit = &units::metres, .place = 31};
    f.given(origin, e.origin_given);
    Field values = origin;
    values.place = 32;
    vector(f, values, e.detector_origin_m);
}

void visit_size(F f, ExperimentRequest& e) {
    integer(f, {.key = "pixels_slow", .name = "pixels slow", .place = 20, .least = 1},
            e.pixels_slow);
    integer(f, {.key = "pixels_fast", .name = "pixels fast", .place = 19, .least = 1},
            e.pixels_fast);
    f.number({.key = "size_slow_mm",
              .name = "detector size slow",
              .unit = &units::millimetres,
              .digested = through},
             e.detector_size_slow_m);
    f.number({.key = "size_fast_mm",
              .name = "detector size fast",
              .unit = &units::millimetres,
              .digested = through},
             e.detector_size_fast_m);
    f.number({.key = "pixel_size_mm",
              .name = "pixel size",
              .unit = &units::millimetres,
              .place = 21,
              .allowed = Allowed::anything,
              .need = Need::required},
             e.pixel_size_m);
}

void visit_axes(F f, ExperimentRequest& e) {
    vector(f, direction("fast_axis", "fast axis", 33, "fdet_vector"), e.fast_axis);
    vector(f, direction("slow_axis", "slow axis", 34, "sdet_vector"), e.slow_axis);
    vector(f, {.key = "normal_axis", .name = "normal axis", .place = 35, .topic = "odet_vector"},
           e.normal_axis); // of no length: made from the other two
    vector(f, direction("twotheta_axis", "two-theta axis", 36, "twotheta_axis"), e.twotheta_axis);
    vector(
        f,
        {.key = "rotation_deg", .name = "detector rotation", .unit = &units::degrees, .place = 37},
        e.detector_rotation_rad);
    f.number(
        {.key = "twotheta_deg", .name = "detector two-theta", .unit = &units::degrees, .place = 28},
        e.detector_twotheta_rad);
    f.section("own_axes", Need::optional, [&e](F axes) {
        const auto own = [&axes](const char* key, bool& value) {
            axes.flag({.key = key, .name = key, .digested = through}, value);
        };
        own("beam", e.given_axes.beam);
        own("fast", e.given_axes.fast);
        own("slow", e.given_axes.slow);
        own("normal", e.given_axes.normal);
        own("twotheta", e.given_axes.twotheta);
        own("polarization", e.given_axes.polarization);
        own("spindle", e.given_axes.spindle);
    });
}

} // namespace

void visit_detector(F f, ExperimentRequest& e) {
    choice<Convention>(
        f, {.key = "convention", .name = "convention", .digested = through, .need = Need::required},
        e.convention,
        {{"mosflm", Convention::mosflm},
         {"adxv", Convention::adxv},
         {"denzo", Convention::denzo},
         {"xds", Convention::xds},
         {"dials", Convention::dials},
         {"custom", Convention::custom}});
    f.given({.key = "pivot", .name = "pivot", .digested = through}, e.pivot_given);
    choice<Pivot>(f, {.key = "pivot", .name = "pivot", .place = 18}, e.pivot,
                  {{"beam", Pivot::beam}, {"sample", Pivot::sample}});
    visit_size(f, e);
    visit_places(f, e);
    visit_axes(f, e);
    f.flag(flag("point_pixel", 29), e.point_pixel);
    f.flag(flag("curved", 30), e.curved_detector);
    f.section("sensor", Need::optional, [&e](F sensor) {
        sensor.number({.key = "thickness_um",
                       .name = "sensor thickness",
                       .unit = &units::micrometres,
                       .place = 38},
                      e.sensor_thickness_m);
        sensor.number({.key = "attenuation_per_m",
                       .name = "sensor attenuation",
                       .unit = &units::per_metre,
                       .place = 39,
                       .topic = "attenuation"},
                      e.sensor_attenuation_per_m);
        integer(sensor, {.key = "layers", .name = "sensor layers", .place = 40}, e.sensor_layers);
    });
    f.section("region_of_interest", Need::optional, [&e](F region) {
        const char* name = "region of interest";
        integer(region, {.key = "fast_min", .name = name, .place = 42}, e.region.fast_min);
        integer(region, {.key = "fast_max", .name = name, .place = 43}, e.region.fast_max);
        integer(region, {.key = "slow_min", .name = name, .place = 44}, e.region.slow_min);
        integer(region, {.key = "slow_max", .name = name, .place = 45}, e.region.slow_max);
    });
    f.file({.key = "mask_file", .name = "mask", .place = 46}, SceneFile::mask);
}

} // namespace tapir::engine::fields
