#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "tapir/engine/numbers/vec3.hpp"
#include "tapir/engine/physics/lattice_shape.hpp"
#include "tapir/engine/quirks.hpp"
#include "tapir/engine/random/generator.hpp"
#include "tapir/engine/random/mosaic.hpp"
#include "tapir/engine/structure_factors.hpp"

namespace tapir::engine {

enum class Convention : std::uint8_t { custom, adxv, mosflm, xds, dials, denzo };

/// "MOSFLM", as the C program prints it.
[[nodiscard]] const char* name_of(Convention convention);

enum class Pivot : std::uint8_t { beam, sample };
enum class Interpolation : std::uint8_t { automatic, on, off };

/// The value of a field nobody set.
inline constexpr double unset = std::numeric_limits<double>::quiet_NaN();

inline constexpr int most_oversample = 1024;       ///< subpixels along an edge
inline constexpr double most_steps = 2147483647.0; ///< terms in the sum of a pixel
inline constexpr double most_layers = 1e6;
inline constexpr double most_sources = 1e6;

/// A range sampled in steps, any of which may be left out (below 0: not given).
struct SampledRange {
    double range = -1, step = -1;
    int count = -1;
};

/// One line of a source table; NaN where a column was left out.
struct SourceEntry {
    Vec3<double> position{unset, unset, unset}; ///< from the sample [any unit]
    double weight = unset;
    double wavelength_m = unset;
};

/// Part of the detector, both ends included; below 0: to the edge.
struct RegionOfInterest {
    int fast_min = -1, fast_max = -1, slow_min = -1, slow_max = -1;
};

/// How photons become pixel values of integer images.
struct ImageScale {
    double integer_scale = 0; ///< values a photon; 0: so that the brightest becomes 55000
    double adc_offset = 40;   ///< added to every value
    double pgm_scale = 0;     ///< values a photon; 0: so that 5 standard deviations become 250
    bool seed_given = false;  ///< otherwise the noise image is another one each time
    long noise_seed = 0;
};

/// Axes the user gave; without quirk vectors_force_custom they go with any convention.
struct GivenAxes {
    bool beam = false, fast = false, slow = false, normal = false;
    bool twotheta = false, polarization = false, spindle = false;
};

/// Something that would surprise the user, in one line.
struct Notice {
    std::string text;
    std::string quirk; ///< id of the quirk that is the cause, or ""
};

/// What the user asked for, from a preset or from the C program's options: every field optional,
/// nothing derived yet. Units are SI, angles rad, cell lengths angstrom, as the fields say.
struct ExperimentRequest {
    // beam
    double wavelength_m = 1e-10;
    double fluence_per_m2 = 125932015286227086360700780544.0;
    double flux_per_s = 0, exposure_s = 1, beam_size_m = 1e-4;
    Vec3<double> beam_direction{1, 0, 0};
    Vec3<double> polarization_axis{0, 0, 1};
    double polarization_factor = 0;
    bool no_polarization = false;
    SampledRange dispersion{.range = 0};                     ///< of the wavelength, relative [1]
    SampledRange divergence_horizontal, divergence_vertical; ///< [rad]
    bool round_divergence = true;                            ///< corners of the grid are cut off
    std::vector<SourceEntry> sources; ///< when not empty: instead of divergence and dispersion
    // detector
    Convention convention = Convention::mosflm;
    Pivot pivot = Pivot::beam;
    bool pivot_given = false;             ///< by an option of its own or as a side effect
    int pixels_fast = 0, pixels_slow = 0; ///< 0: from the detector size
    double pixel_size_m = 0.1e-3;
    double detector_size_fast_m = 102.4e-3, detector_size_slow_m = 102.4e-3;
    double distance_m = 100e-3, close_distance_m = unset;
    double beam_x_m = unset, beam_y_m = unset;               ///< in the convention's terms
    double near_x_m = unset, near_y_m = unset;               ///< nearest point (Xclose, Yclose)
    double origin_x_pixels = unset, origin_y_pixels = unset; ///< ORGX, ORGY
    Vec3<double> fast_axis{0, 0, 1}, slow_axis{0, -1, 0}, normal_axis{1, 0, 0};
    Vec3<double> twotheta_axis{0, 1, 0};
    GivenAxes given_axes; ///< axes that a named convention must not replace
    Vec3<double> detector_rotation_rad{0, 0, 0};
    double detector_twotheta_rad = 0;
    bool point_pixel = false;
    bool curved_detector = false;
    bool origin_given = false;               ///< instead of beam centre and distance
    Vec3<double> detector_origin_m{0, 0, 0}; ///< outer corner of the first pixel
    double sensor_thickness_m = 0;
    double sensor_attenuation_per_m = -1; ///< below 0: 1 / thickness
    int sensor_layers = -1;
    RegionOfInterest region;
    std::shared_ptr<const std::vector<std::uint16_t>> mask; ///< [slow][fast], 0: not rendered
    // crystal
    bool cell_given = false;
    std::array<double, 3> cell_edges_angstrom{0, 0, 0};
    std::array<double, 3> cell_angles_rad{0, 0, 0};
    bool matrix_given = false;
    Mat3<double> a_matrix; ///< MOSFLM A matrix, rows x y z, columns a* b* c*, times wavelength/A
    bool misset_given = false;
    Vec3<double> misset_rad{0, 0, 0};
    bool misset_random = false; ///< instead of misset_rad
    long misset_seed = 0;
    std::array<double, 3> cell_counts{1, 1, 1};
    Vec3<double> sample_size_m{0, 0, 0}; ///< along a, b, c; above 0 it overrides the cell count
    LatticeShape shape = LatticeShape::square;
    double shape_fudge = 1;
    double b_factor_angstrom2 = 0; ///< Debye-Waller factor of all atoms; 0: they stand still
    double mosaic_spread_rad = -1;
    int mosaic_domains = -1;
    long mosaic_seed = 12345678;
    // scan
    Vec3<double> spindle_axis{0, 0, 1};
    double phi_start_rad = 0, oscillation_rad = -1, phi_step_rad = -1;
    int phi_steps = -1;
    // sampling
    int oversample = -1; ///< <= 0: automatic
    bool oversample_thick = false, oversample_polar = false, oversample_omega = false;
    double resolution_limit_m = 0; ///< spacings below are not computed; 0: all are
    // structure factors and background
    double default_structure_factor_electrons = 0;
    Interpolation interpolation = Interpolation::automatic;
    double water_size_m = 0; ///< edge of a cube of water that scatters too
    // what is made of it
    ImageScale images;
    QuirkSet quirks = profile("nanobragg");
};

/// An effective experiment: every default applied, every conflict resolved, checked for sense.
struct Experiment {
    ExperimentRequest input; ///< with pixel counts, sizes, scan and domains filled in
    double beam_fast_m = 0, beam_slow_m = 0; ///< direct beam on the detector axes
    double near_fast_m = 0, near_slow_m = 0; ///< nearest point on the detector axes
    int layers_in_thickness = 1; ///< layer distances that make up the sensor's thickness
    bool interpolate = false;    ///< between reflections
    std::vector<RandomRotation> mosaic_rotations; ///< one a domain, drawn with the mosaic seed
    RandomRotation misset;                        ///< when the request asks for a random one
    ShuffledMinimalStandard random;               ///< as the set-up left it, for the noise image
    std::shared_ptr<const StructureFactors> structure_factors;
    std::string digest;          ///< "sha256:..." of everything above
    std::vector<Notice> notices; ///< choices made for the user
};

} // namespace tapir::engine
