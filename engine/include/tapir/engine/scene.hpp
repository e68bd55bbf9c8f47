#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

#include "tapir/engine/numbers/number_types.hpp"
#include "tapir/engine/numbers/vec3.hpp"
#include "tapir/engine/phi_state.hpp"
#include "tapir/engine/physics/lattice_shape.hpp"
#include "tapir/engine/physics/structure_factor.hpp"
#include "tapir/engine/structure_factors.hpp"

namespace tapir::engine {

/// Where a factor of the intensity is applied; at most one of the three.
struct FactorUse {
    bool to_sum = false;   ///< to the running sum, after every step (the C program)
    bool to_term = false;  ///< to the term of the step
    bool to_pixel = false; ///< to the pixel, once, with the last value computed
};

/// The number type of a structure factor table: amplitudes may vary, too.
template <class Real>
struct TableNumber {
    using Type = double;
};
template <>
struct TableNumber<float> {
    using Type = float;
};
template <int directions>
struct TableNumber<Gradient<double, directions>> {
    using Type = Gradient<double, directions>;
};
template <class Numbers>
using TableElement = typename TableNumber<typename Numbers::Real>::Type;

/// What the pixel loop reads and no number type changes.
struct SceneSwitches {
    // loops
    int layers = 1, oversample = 1, sources = 1, phi_steps = 1, mosaic_domains = 1;
    // detector
    bool point_pixel = false;
    bool curved = false;
    // factors of the intensity: where each is applied
    bool oversample_thick = false, oversample_polar = false, oversample_omega = false;
    FactorUse use_thick, use_polar, use_omega;
    bool no_polarization = false;
    // crystal
    bool mosaic = false;          ///< domains are rotated
    bool bounded_indices = false; ///< no Miller index can become infinite
    LatticeShape shape = LatticeShape::square;
    bool rotated_spot_shape = false; ///< spots that are not square turn with the crystal
    PhiMode phi_mode = PhiMode::spec;
    std::uint64_t key = 0;           ///< changes with the detector and the cell
    bool interpolate = false;        ///< between reflections
    bool interpolation_ends = false; ///< for good, at the first index near the table's edge
    bool water = false;              ///< there is a background
};

/// The numbers that the pixel loop reads. Lengths in m, wavelengths in m, angles in rad.
template <class Wide>
struct SceneNumbers {
    // detector
    Vec3<Wide> fast_axis, slow_axis, normal_axis, detector_origin;
    Wide pixel_size, subpixel_size, close_distance;
    Wide distance;             ///< along the beam; radius of a curved detector
    Vec3<Wide> beam_direction; ///< of a curved detector
    // sensor
    Wide sensor_thickness, layer_thickness, attenuation;
    // beam
    Wide resolution_limit; ///< smallest spacing computed; 0: none
    Vec3<Wide> polarization_axis;
    Wide kahn_factor;
    // crystal
    Vec3<Wide> cell_counts;
    Wide shape_fudge;
    Wide b_factor;                        ///< of all atoms [m^2]; 0: they stand still
    ReciprocalCell<Wide> reciprocal_cell; ///< unrotated [1/A], for spots that are not square
    // scale
    Wide background, r_e_squared, fluence, steps;

    /// Calls `visit(number of each)` for every number, so that one scene can be made from another.
    /// A test finds a number that is missing here.
    template <class Visit, class... Numbers>
    static void visit_all(Visit visit, Numbers&... n) {
        visit(n.fast_axis...);
        visit(n.slow_axis...);
        visit(n.normal_axis...);
        visit(n.detector_origin...);
        visit(n.pixel_size...);
        visit(n.subpixel_size...);
        visit(n.close_distance...);
        visit(n.distance...);
        visit(n.beam_direction...);
        visit(n.sensor_thickness...);
        visit(n.layer_thickness...);
        visit(n.attenuation...);
        visit(n.resolution_limit...);
        visit(n.polarization_axis...);
        visit(n.kahn_factor...);
        visit(n.cell_counts...);
        visit(n.shape_fudge...);
        visit(n.b_factor...);
        visit(n.reciprocal_cell.a...);
        visit(n.reciprocal_cell.b...);
        visit(n.reciprocal_cell.c...);
        visit(n.background...);
        visit(n.r_e_squared...);
        visit(n.fluence...);
        visit(n.steps...);
    }

    /// Whether amplitudes have a Debye-Waller factor.
    [[nodiscard]] TAPIR_HOST_DEVICE bool has_temperature() const { return b_factor != Wide(0); }
};

/// All the pixel loop reads; owns nothing, so it can be passed by value to any backend.
template <class Numbers>
struct SceneView : SceneSwitches, SceneNumbers<typename Numbers::Wide> {
    using Wide = typename Numbers::Wide;

    const Vec3<Wide>* source_directions = nullptr; ///< [source], from the sample to the source
    const Wide* wavelengths = nullptr;             ///< [source]
    const Wide* inverse_wavelengths = nullptr;     ///< [source]
    const Wide* source_weights = nullptr;          ///< [source], mean 1; null: all alike
    const Wide* phi = nullptr;                     ///< [phi_tic]
    const Cell<Wide>* cells_phi = nullptr;         ///< [phi_tic], unrotated where phi is exactly 0
    const Mat3<Wide>* mosaic_rotations = nullptr;  ///< [mosaic domain], when `mosaic`
    const Cell<Wide>* cells = nullptr;             ///< [phi_tic][mosaic domain]
    StructureFactorTable<TableElement<Numbers>> structure_factors;
};

/// The tables a SceneView points to.
template <class Numbers>
struct DerivedScene {
    using Wide = typename Numbers::Wide;

    SceneView<Numbers> fields; ///< its pointers are set by `view`, but for the amplitudes
    std::vector<Vec3<Wide>> source_directions;
    std::vector<Wide> wavelengths, inverse_wavelengths;
    std::vector<Wide> source_weights;
    std::vector<Wide> phi;
    std::vector<Cell<Wide>> cells_phi;
    std::vector<Mat3<Wide>> mosaic_rotations;
    std::vector<Cell<Wide>> cells;
    std::shared_ptr<const StructureFactors> structure_factors; ///< those of the experiment
    std::vector<TableElement<Numbers>> amplitudes; ///< in the scene's own type; empty: the former

    /// The amplitudes that the pixel loop reads: those of the experiment, or rounded ones.
    [[nodiscard]] std::span<const TableElement<Numbers>> amplitude_table() const {
        if constexpr (std::is_same_v<TableElement<Numbers>, double>) {
            if (amplitudes.empty() && structure_factors != nullptr) {
                return structure_factors->amplitude_electrons;
            }
        }
        return amplitudes;
    }

    /// Valid while this object lives and is not changed.
    [[nodiscard]] SceneView<Numbers> view() const {
        SceneView<Numbers> result = fields;
        result.source_directions = source_directions.data();
        result.wavelengths = wavelengths.data();
        result.inverse_wavelengths = inverse_wavelengths.data();
        result.source_weights = source_weights.empty() ? nullptr : source_weights.data();
        result.phi = phi.data();
        result.cells_phi = cells_phi.data();
        result.mosaic_rotations = mosaic_rotations.data();
        result.cells = cells.data();
        if (!amplitudes.empty()) {
            result.structure_factors.amplitude_electrons = amplitudes.data();
        }
        return result;
    }
};

} // namespace tapir::engine
