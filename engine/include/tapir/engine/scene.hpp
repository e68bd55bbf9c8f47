#pragma once

#include <cstdint>
#include <vector>

#include "tapir/engine/numbers/vec3.hpp"
#include "tapir/engine/phi_state.hpp"
#include "tapir/engine/physics/structure_factor.hpp"

namespace tapir::engine {

/// All the pixel loop reads; owns nothing, so it can be passed by value to any backend.
/// Lengths in m, wavelengths in m, angles in rad.
template <class Real>
struct SceneView {
    // loops
    int layers = 1, oversample = 1, sources = 1, phi_steps = 1, mosaic_domains = 1;
    // detector
    Vec3<Real> fast_axis, slow_axis, normal_axis, detector_origin;
    Real pixel_size, subpixel_size, close_distance;
    bool point_pixel = false;
    // sensor
    Real sensor_thickness, layer_thickness, attenuation;
    bool oversample_thick = false, oversample_polar = false, oversample_omega = false;
    // beam
    const Vec3<Real>* source_directions = nullptr; ///< [source], from the sample to the source
    const Real* wavelengths = nullptr;             ///< [source]
    Vec3<Real> polarization_axis;
    Real kahn_factor;
    bool no_polarization = false;
    // crystal
    const Real* phi = nullptr;                    ///< [phi_tic]
    const Cell<Real>* cells_phi = nullptr;        ///< [phi_tic], unrotated where phi is exactly 0
    bool mosaic = false;                          ///< domains are rotated
    const Mat3<Real>* mosaic_rotations = nullptr; ///< [mosaic domain], when `mosaic`
    const Cell<Real>* cells = nullptr;            ///< [phi_tic][mosaic domain]
    Vec3<Real> cell_counts;
    PhiMode phi_mode = PhiMode::spec;
    std::uint64_t key = 0; ///< changes with the detector and the cell
    StructureFactorTable structure_factors;
    // scale
    Real background, r_e_squared, fluence, steps;
};

/// The tables a SceneView points to.
template <class Real>
struct DerivedScene {
    SceneView<Real> fields; ///< its pointers are set by `view`
    std::vector<Vec3<Real>> source_directions;
    std::vector<Real> wavelengths;
    std::vector<Real> phi;
    std::vector<Cell<Real>> cells_phi;
    std::vector<Mat3<Real>> mosaic_rotations;
    std::vector<Cell<Real>> cells;

    /// Valid while this object lives and is not changed.
    [[nodiscard]] SceneView<Real> view() const {
        SceneView<Real> result = fields;
        result.source_directions = source_directions.data();
        result.wavelengths = wavelengths.data();
        result.phi = phi.data();
        result.cells_phi = cells_phi.data();
        result.mosaic_rotations = mosaic_rotations.data();
        result.cells = cells.data();
        return result;
    }
};

} // namespace tapir::engine
