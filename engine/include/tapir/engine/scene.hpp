#pragma once

#include <cstdint>
#include <vector>

#include "tapir/engine/numbers/vec3.hpp"
#include "tapir/engine/phi_state.hpp"
#include "tapir/engine/physics/lattice_shape.hpp"
#include "tapir/engine/physics/structure_factor.hpp"

namespace tapir::engine {

/// Where a factor of the intensity is applied; at most one of the three.
struct FactorUse {
    bool to_sum = false;   ///< to the running sum, after every step (the C program)
    bool to_term = false;  ///< to the term of the step
    bool to_pixel = false; ///< to the pixel, once, with the last value computed
};

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
    bool curved = false;
    Real distance;             ///< along the beam; radius of a curved detector
    Vec3<Real> beam_direction; ///< of a curved detector
    // sensor
    Real sensor_thickness, layer_thickness, attenuation;
    // factors of the intensity: where each is applied
    bool oversample_thick = false, oversample_polar = false, oversample_omega = false;
    FactorUse use_thick, use_polar, use_omega;
    // beam
    const Vec3<Real>* source_directions = nullptr; ///< [source], from the sample to the source
    const Real* wavelengths = nullptr;             ///< [source]
    const Real* source_weights = nullptr;          ///< [source], mean 1; null: all alike
    Real resolution_limit;                         ///< smallest spacing computed; 0: none
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
    LatticeShape shape = LatticeShape::square;
    Real shape_fudge;
    ReciprocalCell<Real> reciprocal_cell; ///< unrotated [1/A], for spots that are not square
    bool rotated_spot_shape = false;      ///< spots that are not square turn with the crystal
    PhiMode phi_mode = PhiMode::spec;
    std::uint64_t key = 0; ///< changes with the detector and the cell
    StructureFactorTable structure_factors;
    bool interpolate = false;        ///< between reflections
    bool interpolation_ends = false; ///< for good, at the first index near the table's edge
    // scale
    bool water = false; ///< there is a background
    Real background, r_e_squared, fluence, steps;
};

/// The tables a SceneView points to.
template <class Real>
struct DerivedScene {
    SceneView<Real> fields; ///< its pointers are set by `view`
    std::vector<Vec3<Real>> source_directions;
    std::vector<Real> wavelengths;
    std::vector<Real> source_weights;
    std::vector<Real> phi;
    std::vector<Cell<Real>> cells_phi;
    std::vector<Mat3<Real>> mosaic_rotations;
    std::vector<Cell<Real>> cells;

    /// Valid while this object lives and is not changed.
    [[nodiscard]] SceneView<Real> view() const {
        SceneView<Real> result = fields;
        result.source_directions = source_directions.data();
        result.wavelengths = wavelengths.data();
        result.source_weights = source_weights.empty() ? nullptr : source_weights.data();
        result.phi = phi.data();
        result.cells_phi = cells_phi.data();
        result.mosaic_rotations = mosaic_rotations.data();
        result.cells = cells.data();
        return result;
    }
};

} // namespace tapir::engine
