#include "scene/parameter_table.hpp"

#include <array>

namespace tapir::engine {

namespace {

using R = const ExperimentRequest&;

template <double ExperimentRequest::*member>
const double& number(R request) {
    return request.*member;
}
template <Vec3<double> ExperimentRequest::*member, double Vec3<double>::*component>
const double& part(R request) {
    return (request.*member).*component;
}
template <std::array<double, 3> ExperimentRequest::*member, std::size_t index>
const double& entry(R request) {
    return (request.*member)[index];
}
template <SampledRange ExperimentRequest::*member>
const double& range(R request) {
    return (request.*member).range;
}

using E = ExperimentRequest;
using V = Vec3<double>;

constexpr std::array<ParameterField, 41> table{{
    {"wavelength", "/beam/wavelength_angstrom", -1, number<&E::wavelength_m>},
    {"fluence", "/beam/fluence_photons_per_m2", -1, number<&E::fluence_per_m2>},
    {"polarization_factor", "/beam/polarization_factor", -1, number<&E::polarization_factor>},
    {"dispersion", "/beam/dispersion_percent", -1, range<&E::dispersion>},
    {"divergence_horizontal", "/beam/divergence_horizontal/range_mrad", -1,
     range<&E::divergence_horizontal>},
    {"divergence_vertical", "/beam/divergence_vertical/range_mrad", -1,
     range<&E::divergence_vertical>},
    {"pixel_size", "/detector/pixel_size_mm", -1, number<&E::pixel_size_m>},
    {"distance", "/detector/distance_mm", -1, number<&E::distance_m>},
    {"close_distance", "/detector/close_distance_mm", -1, number<&E::close_distance_m>},
    {"beam_center_x", "/detector/beam_center_x_mm", -1, number<&E::beam_x_m>},
    {"beam_center_y", "/detector/beam_center_y_mm", -1, number<&E::beam_y_m>},
    {"near_point_x", "/detector/near_point_x_mm", -1, number<&E::near_x_m>},
    {"near_point_y", "/detector/near_point_y_mm", -1, number<&E::near_y_m>},
    {"origin_x", "/detector/origin_x_pixels", -1, number<&E::origin_x_pixels>},
    {"origin_y", "/detector/origin_y_pixels", -1, number<&E::origin_y_pixels>},
    {"detector_origin_x", "/detector/origin_m", 0, part<&E::detector_origin_m, &V::x>},
    {"detector_origin_y", "/detector/origin_m", 1, part<&E::detector_origin_m, &V::y>},
    {"detector_origin_z", "/detector/origin_m", 2, part<&E::detector_origin_m, &V::z>},
    {"detector_rotation_x", "/detector/rotation_deg", 0, part<&E::detector_rotation_rad, &V::x>},
    {"detector_rotation_y", "/detector/rotation_deg", 1, part<&E::detector_rotation_rad, &V::y>},
    {"detector_rotation_z", "/detector/rotation_deg", 2, part<&E::detector_rotation_rad, &V::z>},
    {"twotheta", "/detector/twotheta_deg", -1, number<&E::detector_twotheta_rad>},
    {"sensor_thickness", "/detector/sensor/thickness_um", -1, number<&E::sensor_thickness_m>},
    {"sensor_attenuation", "/detector/sensor/attenuation_per_m", -1,
     number<&E::sensor_attenuation_per_m>},
    {"cell_a", "/crystal/cell_edges_angstrom", 0, entry<&E::cell_edges_angstrom, 0>},
    {"cell_b", "/crystal/cell_edges_angstrom", 1, entry<&E::cell_edges_angstrom, 1>},
    {"cell_c", "/crystal/cell_edges_angstrom", 2, entry<&E::cell_edges_angstrom, 2>},
    {"cell_alpha", "/crystal/cell_angles_deg", 0, entry<&E::cell_angles_rad, 0>},
    {"cell_beta", "/crystal/cell_angles_deg", 1, entry<&E::cell_angles_rad, 1>},
    {"cell_gamma", "/crystal/cell_angles_deg", 2, entry<&E::cell_angles_rad, 2>},
    {"misset_x", "/crystal/misset_deg", 0, part<&E::misset_rad, &V::x>},
    {"misset_y", "/crystal/misset_deg", 1, part<&E::misset_rad, &V::y>},
    {"misset_z", "/crystal/misset_deg", 2, part<&E::misset_rad, &V::z>},
    {"shape_fudge", "/crystal/shape_fudge", -1, number<&E::shape_fudge>},
    {"b_factor", "/crystal/b_factor_angstrom2", -1, number<&E::b_factor_angstrom2>},
    {"mosaic_spread", "/crystal/mosaic_spread_deg", -1, number<&E::mosaic_spread_rad>},
    {"phi_start", "/scan/phi_start_deg", -1, number<&E::phi_start_rad>},
    {"oscillation", "/scan/oscillation_deg", -1, number<&E::oscillation_rad>},
    {"phi_step", "/scan/phi_step_deg", -1, number<&E::phi_step_rad>},
    {"water_size", "/structure_factors/water_size_um", -1, number<&E::water_size_m>},
    {default_amplitude, "/structure_factors/default_electrons", -1,
     number<&E::default_structure_factor_electrons>},
}};

} // namespace

std::span<const ParameterField> parameter_table() {
    return table;
}

} // namespace tapir::engine
