#pragma once

#include <cstddef>

#include "tapir/engine/scene.hpp"
#include "tapir/engine/setup/domain_cells.hpp"

/// A scene in other number types: the set-up is always done with numbers of 53 bits, and rounded
/// once.
namespace tapir::engine {

namespace setup {

template <class To, class From>
std::vector<To> rounded(const std::vector<From>& values) {
    std::vector<To> result;
    result.reserve(values.size());
    for (const From& value : values) {
        result.push_back(To(value));
    }
    return result;
}

template <class To, template <class> class Compound, class From>
std::vector<Compound<To>> rounded_compounds(const std::vector<Compound<From>>& values) {
    std::vector<Compound<To>> result;
    result.reserve(values.size());
    for (const Compound<From>& value : values) {
        result.push_back(converted<To>(value));
    }
    return result;
}

/// Fields that stand for themselves; the pointers are left null.
template <class To, class From>
SceneView<To> rounded_fields(const SceneView<From>& from) {
    using Wide = typename To::Wide;
    const auto vector = [](const Vec3<typename From::Wide>& v) { return converted<Wide>(v); };
    SceneView<To> to;
    to.layers = from.layers;
    to.oversample = from.oversample;
    to.sources = from.sources;
    to.phi_steps = from.phi_steps;
    to.mosaic_domains = from.mosaic_domains;
    to.fast_axis = vector(from.fast_axis);
    to.slow_axis = vector(from.slow_axis);
    to.normal_axis = vector(from.normal_axis);
    to.detector_origin = vector(from.detector_origin);
    to.pixel_size = Wide(from.pixel_size);
    to.subpixel_size = Wide(from.subpixel_size);
    to.close_distance = Wide(from.close_distance);
    to.point_pixel = from.point_pixel;
    to.curved = from.curved;
    to.distance = Wide(from.distance);
    to.beam_direction = vector(from.beam_direction);
    to.sensor_thickness = Wide(from.sensor_thickness);
    to.layer_thickness = Wide(from.layer_thickness);
    to.attenuation = Wide(from.attenuation);
    to.oversample_thick = from.oversample_thick;
    to.oversample_polar = from.oversample_polar;
    to.oversample_omega = from.oversample_omega;
    to.use_thick = from.use_thick;
    to.use_polar = from.use_polar;
    to.use_omega = from.use_omega;
    to.resolution_limit = Wide(from.resolution_limit);
    to.polarization_axis = vector(from.polarization_axis);
    to.kahn_factor = Wide(from.kahn_factor);
    to.no_polarization = from.no_polarization;
    to.mosaic = from.mosaic;
    to.bounded_indices = from.bounded_indices;
    to.cell_counts = vector(from.cell_counts);
    to.shape = from.shape;
    to.shape_fudge = Wide(from.shape_fudge);
    to.b_factor = Wide(from.b_factor);
    to.reciprocal_cell = {vector(from.reciprocal_cell.a), vector(from.reciprocal_cell.b),
                          vector(from.reciprocal_cell.c)};
    to.rotated_spot_shape = from.rotated_spot_shape;
    to.phi_mode = from.phi_mode;
    to.key = from.key;
    to.interpolate = from.interpolate;
    to.interpolation_ends = from.interpolation_ends;
    to.water = from.water;
    to.background = Wide(from.background);
    to.r_e_squared = Wide(from.r_e_squared);
    to.fluence = Wide(from.fluence);
    to.steps = Wide(from.steps);
    return to;
}

} // namespace setup

template <class To, class From>
DerivedScene<To> rounded_scene(const DerivedScene<From>& from) {
    using Wide = typename To::Wide;
    DerivedScene<To> to;
    to.fields = setup::rounded_fields<To>(from.fields);
    to.source_directions = setup::rounded_compounds<Wide>(from.source_directions);
    to.wavelengths = setup::rounded<Wide>(from.wavelengths);
    to.inverse_wavelengths = setup::rounded<Wide>(from.inverse_wavelengths);
    to.source_weights = setup::rounded<Wide>(from.source_weights);
    to.phi = setup::rounded<Wide>(from.phi);
    to.cells_phi = setup::rounded_compounds<Wide>(from.cells_phi);
    to.mosaic_rotations = setup::rounded_compounds<Wide>(from.mosaic_rotations);
    to.cells = setup::cells_of_domains(to);
    const StructureFactorTable<double>& table = from.fields.structure_factors;
    to.fields.structure_factors.box = table.box;
    to.fields.structure_factors.was_read = table.was_read;
    if constexpr (std::is_same_v<TableElement<To>, double>) {
        to.structure_factors = from.structure_factors;
        to.fields.structure_factors.amplitude_electrons = table.amplitude_electrons;
    } else {
        const std::vector<double>& amplitudes = from.structure_factors->amplitude_electrons;
        to.amplitudes.assign(amplitudes.begin(), amplitudes.end());
    }
    return to;
}

} // namespace tapir::engine
