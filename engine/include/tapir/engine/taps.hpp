#pragma once

#include <array>

#include "tapir/engine/host_device.hpp"
#include "tapir/engine/loops.hpp"
#include "tapir/trace/record/tap.hpp"

/// Every point of the computation where a value may be recorded or replaced.
namespace tapir::engine::taps {

using trace::TapSpec;
using trace::ValueKind;

/// Parts of an experiment.
namespace part {
inline constexpr const char* beam = "beam";
inline constexpr const char* detector = "detector";
inline constexpr const char* crystal = "crystal";
inline constexpr const char* scan = "scan";
inline constexpr const char* none = "";
} // namespace part

namespace detail {
inline constexpr ValueKind real = ValueKind::real;
inline constexpr ValueKind integer = ValueKind::integer;
inline constexpr bool display = true;

constexpr TapSpec setup(const char* key, int width, const char* unit, const char* part,
                        const char* meaning, ValueKind kind = real) {
    return {key, width, unit, scope::setup, meaning, kind, part, false};
}
constexpr TapSpec shown(TapSpec spec) {
    spec.display_only = true;
    return spec;
}
} // namespace detail

// Set-up: the detector
TAPIR_DEVICE_CONSTANT TapSpec detector_rotation =
    detail::setup("detector_rotation", 3, "rad", part::detector, "rotations about x, y, z");
TAPIR_DEVICE_CONSTANT TapSpec detector_twotheta =
    detail::setup("detector_twotheta", 1, "rad", part::detector, "swing about the two-theta axis");
TAPIR_DEVICE_CONSTANT TapSpec beam_centre = detail::shown(detail::setup(
    "beam_centre", 2, "m", part::detector, "direct beam X, Y in the convention's terms"));
TAPIR_DEVICE_CONSTANT TapSpec near_point = detail::shown(
    detail::setup("near_point", 2, "m", part::detector, "nearest point X, Y as given"));
TAPIR_DEVICE_CONSTANT TapSpec pixel_size =
    detail::setup("pixel_size", 1, "m", part::detector, "edge of a square pixel");
TAPIR_DEVICE_CONSTANT TapSpec fast_axis_initial =
    detail::setup("fast_axis_initial", 3, "1", part::detector, "fast axis before rotations");
TAPIR_DEVICE_CONSTANT TapSpec slow_axis_initial =
    detail::setup("slow_axis_initial", 3, "1", part::detector, "slow axis before rotations");
TAPIR_DEVICE_CONSTANT TapSpec normal_axis_initial =
    detail::setup("normal_axis_initial", 3, "1", part::detector, "normal axis before rotations");
TAPIR_DEVICE_CONSTANT TapSpec near_point_fast =
    detail::setup("near_point_fast", 1, "m", part::detector, "nearest point along the fast axis");
TAPIR_DEVICE_CONSTANT TapSpec near_point_slow =
    detail::setup("near_point_slow", 1, "m", part::detector, "nearest point along the slow axis");
TAPIR_DEVICE_CONSTANT TapSpec beam_fast =
    detail::setup("beam_fast", 1, "m", part::detector, "direct beam along the fast axis");
TAPIR_DEVICE_CONSTANT TapSpec beam_slow =
    detail::setup("beam_slow", 1, "m", part::detector, "direct beam along the slow axis");
TAPIR_DEVICE_CONSTANT TapSpec distance_ratio = detail::setup(
    "distance_ratio", 1, "1", part::detector, "beam . normal of the rotated detector");
TAPIR_DEVICE_CONSTANT TapSpec nominal_close_distance =
    detail::setup("nominal_close_distance", 1, "m", part::detector,
                  "distance to the plane before the origin is set");
TAPIR_DEVICE_CONSTANT TapSpec distance =
    detail::setup("distance", 1, "m", part::detector, "distance along the beam");
TAPIR_DEVICE_CONSTANT TapSpec origin_term_fast =
    detail::setup("origin_term_fast", 3, "m", part::detector, "fast part of the detector origin");
TAPIR_DEVICE_CONSTANT TapSpec origin_term_slow =
    detail::setup("origin_term_slow", 3, "m", part::detector, "slow part of the detector origin");
TAPIR_DEVICE_CONSTANT TapSpec origin_term_distance = detail::setup(
    "origin_term_distance", 3, "m", part::detector, "distance part of the detector origin");
TAPIR_DEVICE_CONSTANT TapSpec origin_before_rotation = detail::setup(
    "origin_before_rotation", 3, "m", part::detector, "origin of the detector before rotations");
TAPIR_DEVICE_CONSTANT TapSpec origin_after_xyz = detail::setup(
    "origin_after_xyz", 3, "m", part::detector, "origin after rotations about x, y, z");
TAPIR_DEVICE_CONSTANT TapSpec fast_axis_after_xyz = detail::setup(
    "fast_axis_after_xyz", 3, "1", part::detector, "fast axis after rotations about x, y, z");
TAPIR_DEVICE_CONSTANT TapSpec slow_axis_after_xyz = detail::setup(
    "slow_axis_after_xyz", 3, "1", part::detector, "slow axis after rotations about x, y, z");
TAPIR_DEVICE_CONSTANT TapSpec normal_axis_after_xyz = detail::setup(
    "normal_axis_after_xyz", 3, "1", part::detector, "normal axis after rotations about x, y, z");
TAPIR_DEVICE_CONSTANT TapSpec twotheta_axis =
    detail::setup("twotheta_axis", 3, "1", part::detector, "axis of the two-theta swing");
TAPIR_DEVICE_CONSTANT TapSpec fast_axis =
    detail::setup("fast_axis", 3, "1", part::detector, "fast axis in the laboratory");
TAPIR_DEVICE_CONSTANT TapSpec slow_axis =
    detail::setup("slow_axis", 3, "1", part::detector, "slow axis in the laboratory");
TAPIR_DEVICE_CONSTANT TapSpec normal_axis =
    detail::setup("normal_axis", 3, "1", part::detector, "normal axis in the laboratory");
TAPIR_DEVICE_CONSTANT TapSpec rotation_x = detail::shown(
    detail::setup("rotation_x", 9, "1", part::detector, "rotation matrix about x, row by row"));
TAPIR_DEVICE_CONSTANT TapSpec rotation_y = detail::shown(
    detail::setup("rotation_y", 9, "1", part::detector, "rotation matrix about y, row by row"));
TAPIR_DEVICE_CONSTANT TapSpec rotation_z = detail::shown(
    detail::setup("rotation_z", 9, "1", part::detector, "rotation matrix about z, row by row"));
TAPIR_DEVICE_CONSTANT TapSpec rotation_total = detail::shown(
    detail::setup("rotation_total", 9, "1", part::detector, "product z y x, row by row"));
TAPIR_DEVICE_CONSTANT TapSpec detector_origin =
    detail::setup("detector_origin", 3, "m", part::detector, "outer corner of the first pixel");
TAPIR_DEVICE_CONSTANT TapSpec close_distance = detail::setup(
    "close_distance", 1, "m", part::detector, "distance from the sample to the plane");

// Set-up: beam, crystal, scan
TAPIR_DEVICE_CONSTANT TapSpec beam_direction =
    detail::setup("beam_direction", 3, "1", part::beam, "unit vector along the beam");
TAPIR_DEVICE_CONSTANT TapSpec source_direction{"source_direction",
                                               3,
                                               "1",
                                               scope::source,
                                               "unit vector from the sample to the source",
                                               ValueKind::real,
                                               part::beam,
                                               false};
TAPIR_DEVICE_CONSTANT TapSpec wavelength{
    "wavelength",    1,          "m",  scope::source, "wavelength of a source",
    ValueKind::real, part::beam, false};
TAPIR_DEVICE_CONSTANT TapSpec fluence =
    detail::setup("fluence", 1, "photons/m^2", part::beam, "photons per square metre");
TAPIR_DEVICE_CONSTANT TapSpec r_e_squared =
    detail::setup("r_e_squared", 1, "m^2", part::beam, "squared classical electron radius");
TAPIR_DEVICE_CONSTANT TapSpec r_e =
    detail::shown(detail::setup("r_e", 1, "m", part::beam, "classical electron radius"));
TAPIR_DEVICE_CONSTANT TapSpec cell_edges =
    detail::setup("cell_edges", 3, "A", part::crystal, "lengths of a, b, c as given");
TAPIR_DEVICE_CONSTANT TapSpec cell_angles =
    detail::setup("cell_angles", 3, "rad", part::crystal, "alpha, beta, gamma as given");
TAPIR_DEVICE_CONSTANT TapSpec a_matrix =
    detail::setup("a_matrix", 9, "1", part::crystal,
                  "A matrix as given, row by row: a*, b*, c* times wavelength");
TAPIR_DEVICE_CONSTANT TapSpec misset =
    detail::setup("misset", 3, "rad", part::crystal, "missetting about x, y, z");
TAPIR_DEVICE_CONSTANT TapSpec a_star =
    detail::setup("a_star", 3, "1/A", part::crystal, "reciprocal a* before any phi rotation");
TAPIR_DEVICE_CONSTANT TapSpec b_star =
    detail::setup("b_star", 3, "1/A", part::crystal, "reciprocal b* before any phi rotation");
TAPIR_DEVICE_CONSTANT TapSpec c_star =
    detail::setup("c_star", 3, "1/A", part::crystal, "reciprocal c* before any phi rotation");
TAPIR_DEVICE_CONSTANT TapSpec cell_unrotated =
    detail::setup("cell_unrotated", 9, "m", part::crystal, "a, b, c before any phi rotation");
TAPIR_DEVICE_CONSTANT TapSpec cell_counts =
    detail::setup("cell_counts", 3, "cells", part::crystal, "unit cells along a, b, c");
TAPIR_DEVICE_CONSTANT TapSpec mosaic_rotation{"mosaic_rotation",
                                              9,
                                              "1",
                                              scope::mos,
                                              "rotation of a mosaic domain, row by row",
                                              ValueKind::real,
                                              part::crystal,
                                              false};
TAPIR_DEVICE_CONSTANT TapSpec spindle_axis_raw =
    detail::setup("spindle_axis_raw", 3, "1", part::scan, "phi axis as given");
TAPIR_DEVICE_CONSTANT TapSpec spindle_axis =
    detail::setup("spindle_axis", 3, "1", part::scan, "phi axis, unit vector");
TAPIR_DEVICE_CONSTANT TapSpec spindle_magnitude = detail::shown(
    detail::setup("spindle_magnitude", 1, "1", part::scan, "length of the phi axis as used"));
TAPIR_DEVICE_CONSTANT TapSpec phi_start =
    detail::setup("phi_start", 1, "rad", part::scan, "spindle angle of the first phi step");
TAPIR_DEVICE_CONSTANT TapSpec phi_step =
    detail::setup("phi_step", 1, "rad", part::scan, "angle from one phi step to the next");
TAPIR_DEVICE_CONSTANT TapSpec phi{
    "phi", 1, "rad", scope::phi, "spindle angle of a phi step", ValueKind::real, part::scan, false};
TAPIR_DEVICE_CONSTANT TapSpec steps = detail::setup(
    "steps", 1, "1", part::scan, "sources x domains x phi steps x subpixels", ValueKind::integer);
TAPIR_DEVICE_CONSTANT TapSpec oversample_thick = detail::setup(
    "oversample_thick", 1, "1", part::scan, "absorption in every step", ValueKind::integer);
TAPIR_DEVICE_CONSTANT TapSpec oversample_polar = detail::setup(
    "oversample_polar", 1, "1", part::scan, "polarisation in every step", ValueKind::integer);
TAPIR_DEVICE_CONSTANT TapSpec oversample_omega = detail::setup(
    "oversample_omega", 1, "1", part::scan, "solid angle in every step", ValueKind::integer);

TAPIR_DEVICE_CONSTANT TapSpec nominal_wavelength =
    detail::setup("nominal_wavelength", 1, "m", part::beam, "wavelength before dispersion");
TAPIR_DEVICE_CONSTANT TapSpec divergence{
    "divergence",    2,          "rad", scope::source, "horizontal and vertical angle of a source",
    ValueKind::real, part::beam, false};
TAPIR_DEVICE_CONSTANT TapSpec source_position{
    "source_position", 3,          "m",  scope::source, "from the sample to the source",
    ValueKind::real,   part::beam, false};
TAPIR_DEVICE_CONSTANT TapSpec source_weight{
    "source_weight", 1,          "1",  scope::source, "share of a source, mean 1",
    ValueKind::real, part::beam, false};
TAPIR_DEVICE_CONSTANT TapSpec kahn_factor =
    detail::setup("kahn_factor", 1, "1", part::beam, "degree of polarisation");
TAPIR_DEVICE_CONSTANT TapSpec polarization_axis =
    detail::setup("polarization_axis", 3, "1", part::beam, "E-vector of the beam, unit vector");
TAPIR_DEVICE_CONSTANT TapSpec background = detail::setup(
    "background", 1, "electrons^2", part::beam, "scattering of the water around the crystal");
TAPIR_DEVICE_CONSTANT TapSpec sample_size =
    detail::setup("sample_size", 3, "m", part::crystal, "size along a, b, c; 0: not given");
TAPIR_DEVICE_CONSTANT TapSpec shape_fudge = detail::setup(
    "shape_fudge", 1, "1", part::crystal, "scales the squared width of spots that are not square");
TAPIR_DEVICE_CONSTANT TapSpec sensor_thickness =
    detail::setup("sensor_thickness", 1, "m", part::detector, "thickness of the sensor");
TAPIR_DEVICE_CONSTANT TapSpec layer_thickness =
    detail::setup("layer_thickness", 1, "m", part::detector, "distance of two sensor layers");
TAPIR_DEVICE_CONSTANT TapSpec attenuation = detail::setup(
    "attenuation", 1, "1/m", part::detector, "linear attenuation coefficient of the sensor");
TAPIR_DEVICE_CONSTANT TapSpec resolution_limit =
    detail::setup("resolution_limit", 1, "m", part::scan, "smallest spacing that is computed");
TAPIR_DEVICE_CONSTANT TapSpec b_factor = detail::setup(
    "b_factor", 1, "m^2", part::crystal, "Debye-Waller factor B of all atoms, where it is not 0");

// One line of sight
TAPIR_DEVICE_CONSTANT TapSpec flat_position{"flat_position", 3, "m", scope::ray,
                                            "pixel_position before the detector is curved"};
TAPIR_DEVICE_CONSTANT TapSpec detector_coordinates{"detector_coordinates", 3, "m", scope::ray,
                                                   "along the fast, slow and normal axis"};
TAPIR_DEVICE_CONSTANT TapSpec pixel_position{"pixel_position", 3, "m", scope::ray,
                                             "from the sample to the subpixel"};
TAPIR_DEVICE_CONSTANT TapSpec airpath{"airpath", 1, "m", scope::ray, "length of pixel_position"};
TAPIR_DEVICE_CONSTANT TapSpec diffracted{"diffracted", 3, "1", scope::ray,
                                         "unit vector from the sample to the subpixel"};
TAPIR_DEVICE_CONSTANT TapSpec omega{"omega", 1, "sr", scope::ray,
                                    "solid angle in use; the first one unless oversample_omega"};
TAPIR_DEVICE_CONSTANT TapSpec obliquity =
    detail::shown({"obliquity", 1, "1", scope::ray, "close_distance / airpath"});
TAPIR_DEVICE_CONSTANT TapSpec capture{"capture", 1, "1", scope::ray, "absorbed fraction in use"};

// One scattering vector
TAPIR_DEVICE_CONSTANT TapSpec incident{"incident", 3, "1", scope::beam,
                                       "unit vector along the beam"};
TAPIR_DEVICE_CONSTANT TapSpec scattering_vector{"q", 3, "1/m", scope::beam,
                                                "(diffracted - incident) / wavelength"};
TAPIR_DEVICE_CONSTANT TapSpec stol{"stol", 1, "1/m", scope::beam, "sin(theta)/lambda = |q| / 2"};
TAPIR_DEVICE_CONSTANT TapSpec beyond_resolution{
    "beyond_resolution", 1, "1", scope::beam, "1: the spacing is below resolution_limit; left out",
    ValueKind::integer};
TAPIR_DEVICE_CONSTANT TapSpec temperature_factor{
    "temperature_factor", 1, "1", scope::beam,
    "exp(-b_factor stol^2), by which an amplitude is weakened"};
TAPIR_DEVICE_CONSTANT TapSpec incident_used{"incident_used", 3, "1", scope::beam,
                                            "incident direction after the polarisation stage"};
TAPIR_DEVICE_CONSTANT TapSpec diffracted_used{"diffracted_used", 3, "1", scope::beam,
                                              "diffracted direction after the polarisation stage"};
TAPIR_DEVICE_CONSTANT TapSpec polar{"polar", 1, "1", scope::beam, "polarisation factor in use"};

// One rotation of the crystal, one innermost step
TAPIR_DEVICE_CONSTANT TapSpec cache_hit{"CACHE_HIT",
                                        2,
                                        "1",
                                        scope::rotation,
                                        "phi = 0: vectors carried over, from pixel (slow, fast)",
                                        ValueKind::integer};
TAPIR_DEVICE_CONSTANT TapSpec cache_miss{
    "CACHE_MISS",
    2,
    "1",
    scope::rotation,
    "phi = 0: nothing to carry over, fresh in pixel (slow, fast)",
    ValueKind::integer};
TAPIR_DEVICE_CONSTANT TapSpec cell_phi{"cell_phi", 9, "m", scope::rotation,
                                       "a, b, c after the phi rotation"};
TAPIR_DEVICE_CONSTANT TapSpec cell{"cell", 9, "m", scope::step,
                                   "a, b, c after the mosaic rotation"};
TAPIR_DEVICE_CONSTANT TapSpec miller_index{"hkl_frac", 3, "1", scope::step, "a.q, b.q, c.q"};
TAPIR_DEVICE_CONSTANT TapSpec nearest_index{
    "hkl_nearest",     3, "1", scope::step, "nearest whole indices, halves go down",
    ValueKind::integer};
TAPIR_DEVICE_CONSTANT TapSpec f_latt_a{"F_latt_a", 1, "1", scope::step, "interference along a"};
TAPIR_DEVICE_CONSTANT TapSpec f_latt_b{"F_latt_b", 1, "1", scope::step, "interference along b"};
TAPIR_DEVICE_CONSTANT TapSpec f_latt_c{"F_latt_c", 1, "1", scope::step, "interference along c"};
TAPIR_DEVICE_CONSTANT TapSpec index_distance_squared{
    "index_distance_squared", 1, "1", scope::step,
    "squared distance from the nearest index times the cell counts (round crystals)"};
TAPIR_DEVICE_CONSTANT TapSpec spot_distance_squared{
    "spot_distance_squared", 1, "1/A^2", scope::step,
    "squared distance from the reflection times all cell counts (gauss, tophat)"};
TAPIR_DEVICE_CONSTANT TapSpec f_latt{"F_latt", 1, "1", scope::step, "lattice factor"};
TAPIR_DEVICE_CONSTANT TapSpec f_latt_squared =
    detail::shown({"F_latt_squared", 1, "1", scope::step, "F_latt^2 of source 2"});
TAPIR_DEVICE_CONSTANT TapSpec tricubic_first{
    "tricubic_first",  3, "1", scope::step, "first indices of the 4x4x4 neighbourhood",
    ValueKind::integer};
TAPIR_DEVICE_CONSTANT TapSpec tricubic_grid{"tricubic_grid", 64, "electrons", scope::step,
                                            "amplitudes of the 4x4x4 neighbourhood"};
TAPIR_DEVICE_CONSTANT TapSpec f_cell_interpolated{"F_cell_interpolated", 1, "electrons",
                                                  scope::step, "tricubic amplitude at hkl_frac"};
TAPIR_DEVICE_CONSTANT TapSpec f_cell{"F_cell", 1, "electrons", scope::step,
                                     "structure factor in use"};
TAPIR_DEVICE_CONSTANT TapSpec i_term{"I_term", 1, "electrons^2", scope::step, "F_cell^2 F_latt^2"};
TAPIR_DEVICE_CONSTANT TapSpec f_cell_squared =
    detail::shown({"F_cell_squared", 1, "electrons^2", scope::step, "F_cell^2 of source 2"});
TAPIR_DEVICE_CONSTANT TapSpec cos_2theta_step =
    detail::shown({"cos_2theta_step", 1, "1", scope::step, "incident . diffracted of source 2"});
TAPIR_DEVICE_CONSTANT TapSpec source_index =
    detail::shown({"source_index", 1, "1", scope::step, "index of source 2", ValueKind::integer});
TAPIR_DEVICE_CONSTANT TapSpec i_term_weighted{
    "I_term_weighted", 1, "electrons^2", scope::step,
    "I_term times weight, capture, polar, omega where a quirk is off, and temperature_factor^2"};
TAPIR_DEVICE_CONSTANT TapSpec i_sum{"I_sum", 1, "electrons^2", scope::step,
                                    "accumulator at the end of the step"};

// The pixel
TAPIR_DEVICE_CONSTANT TapSpec i_total{"I_total", 1, "electrons^2", scope::pixel,
                                      "accumulator of the pixel"};
TAPIR_DEVICE_CONSTANT TapSpec i_total_polarised = detail::shown(
    {"I_total_polarised", 1, "electrons^2", scope::pixel, "I_total times polar_final"});
TAPIR_DEVICE_CONSTANT TapSpec capture_final{"capture_final", 1, "1", scope::pixel,
                                            "absorbed fraction that scales the pixel"};
TAPIR_DEVICE_CONSTANT TapSpec polar_final{"polar_final", 1, "1", scope::pixel,
                                          "polarisation factor that scales the pixel"};
TAPIR_DEVICE_CONSTANT TapSpec omega_final{"omega_final", 1, "sr", scope::pixel,
                                          "solid angle that scales the pixel"};
TAPIR_DEVICE_CONSTANT TapSpec cos_2theta =
    detail::shown({"cos_2theta", 1, "1", scope::pixel, "incident . diffracted of the last step"});
TAPIR_DEVICE_CONSTANT TapSpec photons{"photons", 1, "photons", scope::pixel, "expected photons"};
TAPIR_DEVICE_CONSTANT TapSpec image_value{"image_value", 1, "photons", scope::pixel,
                                          "photons as stored in the float image"};

#if !defined(__CUDACC__)
/// Every tap, in the order of computation.
inline constexpr std::array all{&detector_rotation,
                                &detector_twotheta,
                                &beam_centre,
                                &near_point,
                                &pixel_size,
                                &fast_axis_initial,
                                &slow_axis_initial,
                                &normal_axis_initial,
                                &near_point_fast,
                                &near_point_slow,
                                &beam_fast,
                                &beam_slow,
                                &distance_ratio,
                                &nominal_close_distance,
                                &distance,
                                &origin_term_fast,
                                &origin_term_slow,
                                &origin_term_distance,
                                &origin_before_rotation,
                                &origin_after_xyz,
                                &fast_axis_after_xyz,
                                &slow_axis_after_xyz,
                                &normal_axis_after_xyz,
                                &twotheta_axis,
                                &fast_axis,
                                &slow_axis,
                                &normal_axis,
                                &rotation_x,
                                &rotation_y,
                                &rotation_z,
                                &rotation_total,
                                &detector_origin,
                                &close_distance,
                                &sensor_thickness,
                                &layer_thickness,
                                &attenuation,
                                &beam_direction,
                                &nominal_wavelength,
                                &divergence,
                                &source_position,
                                &source_direction,
                                &source_weight,
                                &kahn_factor,
                                &polarization_axis,
                                &wavelength,
                                &fluence,
                                &r_e_squared,
                                &r_e,
                                &background,
                                &cell_edges,
                                &cell_angles,
                                &a_matrix,
                                &misset,
                                &a_star,
                                &b_star,
                                &c_star,
                                &cell_unrotated,
                                &sample_size,
                                &cell_counts,
                                &shape_fudge,
                                &mosaic_rotation,
                                &spindle_axis_raw,
                                &spindle_axis,
                                &spindle_magnitude,
                                &phi_start,
                                &phi_step,
                                &phi,
                                &steps,
                                &oversample_thick,
                                &oversample_polar,
                                &oversample_omega,
                                &resolution_limit,
                                &b_factor,
                                &detector_coordinates,
                                &flat_position,
                                &pixel_position,
                                &airpath,
                                &diffracted,
                                &omega,
                                &obliquity,
                                &capture,
                                &incident,
                                &scattering_vector,
                                &stol,
                                &temperature_factor,
                                &beyond_resolution,
                                &incident_used,
                                &diffracted_used,
                                &polar,
                                &cache_hit,
                                &cache_miss,
                                &cell_phi,
                                &cell,
                                &miller_index,
                                &nearest_index,
                                &f_latt_a,
                                &f_latt_b,
                                &f_latt_c,
                                &index_distance_squared,
                                &spot_distance_squared,
                                &f_latt,
                                &f_latt_squared,
                                &tricubic_first,
                                &tricubic_grid,
                                &f_cell_interpolated,
                                &f_cell,
                                &i_term,
                                &f_cell_squared,
                                &cos_2theta_step,
                                &source_index,
                                &i_term_weighted,
                                &i_sum,
                                &i_total,
                                &i_total_polarised,
                                &capture_final,
                                &polar_final,
                                &omega_final,
                                &cos_2theta,
                                &photons,
                                &image_value};
#endif

} // namespace tapir::engine::taps
