#include "tapir/engine/experiment.hpp"

#include <charconv>
#include <cmath>
#include <numbers>

#include "convention.hpp"
#include "tapir/trace/digest.hpp"
#include "tapir/trace/error.hpp"
#include "tapir/trace/number_text.hpp"

namespace tapir::engine {

namespace {

constexpr double degrees_per_radian = 180.0 * std::numbers::inv_pi;

void require(bool good, const char* field, double value, const char* reason, const char* remedy) {
    if (!good) {
        throw InputError({.where = field,
                          .problem = "cannot be " + trace::general15(value),
                          .reason = reason,
                          .remedy = remedy});
    }
}

void require_finite(const char* field, std::initializer_list<double> values) {
    for (const double value : values) {
        require(std::isfinite(value), field, value, "every stage after it would be no number",
                "Give a finite number.");
    }
}

void require_direction(const char* field, const Vec3<double>& v) {
    require_finite(field, {v.x, v.y, v.z});
    require(magnitude(v) > 0, field, 0, "a direction needs a length",
            "Give a vector that is not zero.");
}

/// What no later check looks at: everything is a number, directions have a length.
void require_sense(const ExperimentRequest& input) {
    const Vec3<double>& turn = input.detector_rotation_rad;
    require_finite("detector rotation", {turn.x, turn.y, turn.z, input.detector_twotheta_rad});
    require_finite("misset", {input.misset_rad.x, input.misset_rad.y, input.misset_rad.z});
    require_finite("default structure factor", {input.default_structure_factor_electrons});
    require_finite("phi step", {input.phi_step_rad});
    require_finite("oscillation", {input.oscillation_rad});
    require_finite("mosaic spread", {input.mosaic_spread_rad});
    require(std::fabs(input.polarization_factor) <= 1, "polarization factor",
            input.polarization_factor, "it is a degree of polarisation", "Give -1 to 1.");
    require(input.fluence_per_m2 >= 0, "fluence", input.fluence_per_m2,
            "there would be fewer than no photons", "Give photons per square metre.");
    require(std::isnan(input.close_distance_m) ||
                (input.close_distance_m > 0 && std::isfinite(input.close_distance_m)),
            "close distance", input.close_distance_m, "pixels would subtend no solid angle",
            "Give millimetres, for example 100.");
    require_direction("beam direction", input.beam_direction);
    require_direction("spindle axis", input.spindle_axis);
    require_direction("polarization axis", input.polarization_axis);
    require_direction("two-theta axis", input.twotheta_axis);
    require_direction("fast axis", input.fast_axis);
    require_direction("slow axis", input.slow_axis);
    require_direction("cross product of the fast and slow axis",
                      cross(input.fast_axis, input.slow_axis));
}

void resolve_detector_size(ExperimentRequest& input) {
    require(input.pixel_size_m > 0 && std::isfinite(input.pixel_size_m), "pixel size",
            input.pixel_size_m, "pixels need an edge", "Give millimetres, for example 0.1.");
    constexpr double half = 0.5;
    const auto count = [&](int given, double& size_m) {
        if (given != 0) {
            size_m = input.pixel_size_m * given;
        }
        return std::ceil(size_m / input.pixel_size_m - half);
    };
    require_finite("detector size", {input.detector_size_fast_m, input.detector_size_slow_m});
    const double fast = count(input.pixels_fast, input.detector_size_fast_m);
    const double slow = count(input.pixels_slow, input.detector_size_slow_m);
    constexpr double most_pixels = 1 << 30;
    require(fast >= 1 && slow >= 1, "detector", std::fmin(fast, slow),
            "it needs at least one pixel each way", "Give positive pixel counts.");
    require(fast * slow <= most_pixels, "detector", fast * slow,
            "it would have more than 2^30 pixels", "Give fewer or larger pixels.");
    input.pixels_fast = static_cast<int>(fast);
    input.pixels_slow = static_cast<int>(slow);
}

void resolve_beam(ExperimentRequest& input) {
    require(input.wavelength_m > 0 && std::isfinite(input.wavelength_m), "wavelength",
            input.wavelength_m, "the scattering vector divides by it",
            "Give angstrom, for example 1.0 (12.4 keV).");
    if (input.flux_per_s != 0.0 && input.exposure_s > 0.0 && input.beam_size_m >= 0) {
        input.fluence_per_m2 =
            input.flux_per_s * input.exposure_s / input.beam_size_m / input.beam_size_m;
    }
    require(std::isfinite(input.fluence_per_m2), "fluence", input.fluence_per_m2,
            "intensities are proportional to it",
            "Give photons per square metre, or a flux with a beam size above 0.");
}

/// Any two of range, step and count give the third, in the C program's way.
void resolve_scan(ExperimentRequest& input) {
    require(std::isfinite(input.phi_start_rad), "phi start", input.phi_start_rad,
            "the crystal is turned by it", "Give degrees, for example 0.");
    const bool range = input.oscillation_rad >= 0;
    if (input.phi_steps < 0) {
        const bool step = input.phi_step_rad > 0;
        if (!range && !step) {
            input.phi_steps = 1;
            input.oscillation_rad = input.phi_step_rad = 0;
        } else if (!range) {
            input.oscillation_rad = input.phi_step_rad;
            input.phi_steps = 2;
        } else if (!step) {
            input.phi_steps = 2;
            input.phi_step_rad = input.oscillation_rad / 2.0;
        } else {
            const double steps = std::ceil(input.oscillation_rad / input.phi_step_rad);
            constexpr double most_steps = 1e6;
            require(steps >= 1 && steps <= most_steps, "phi steps", steps,
                    "oscillation / phi step is the number of steps", "Give a larger phi step.");
            input.phi_steps = static_cast<int>(steps);
        }
        return;
    }
    input.phi_steps = input.phi_steps == 0 ? 1 : input.phi_steps;
    if (!range && input.phi_step_rad <= 0) {
        input.oscillation_rad = 1.0 / degrees_per_radian;
        input.phi_step_rad = input.oscillation_rad / input.phi_steps;
    } else if (!range) {
        input.oscillation_rad = input.phi_step_rad;
        input.phi_steps = 2;
    } else if (input.phi_step_rad < 0) {
        input.phi_step_rad = input.oscillation_rad / input.phi_steps;
    }
}

void resolve_mosaic(ExperimentRequest& input, std::vector<std::string>& notices) {
    if (input.mosaic_domains <= 0) {
        const bool spread = input.mosaic_spread_rad > 0;
        input.mosaic_domains = spread ? 10 : 1;
        if (spread) {
            notices.emplace_back("mosaic spread without a number of domains: 10 domains");
        }
    } else if (input.mosaic_spread_rad <= 0 && input.mosaic_domains > 1) {
        notices.emplace_back("mosaic domains without a spread: 1 domain");
        input.mosaic_domains = 1;
    }
    input.mosaic_spread_rad = input.mosaic_spread_rad < 0 ? 0 : input.mosaic_spread_rad;
}

void resolve_cell(ExperimentRequest& input) {
    if (!input.cell_given && !input.matrix_given) {
        throw InputError({.where = "crystal",
                          .problem = "has neither a cell nor an A matrix",
                          .reason = "the Miller indices follow from it",
                          .remedy = "Give cell edges and angles, or a matrix file."});
    }
    if (input.cell_given) {
        auto& edges = input.cell_edges_angstrom;
        require(edges[0] > 0 && std::isfinite(edges[0]), "cell edge a", edges[0],
                "a cell needs a size", "Give angstrom, for example 100.");
        require_finite("cell edge", {edges[1], edges[2]});
        const auto& angles = input.cell_angles_rad;
        require_finite("cell angle", {angles[0], angles[1], angles[2]});
        for (const std::size_t i : {1U, 2U}) {
            edges[i] = edges[i] <= 0.0 ? edges[0] : edges[i];
        }
        double sum = 0;
        for (double& angle : input.cell_angles_rad) {
            angle = angle <= 0.0 ? std::numbers::pi / 2 : angle;
            sum += angle;
        }
        for (const double angle : input.cell_angles_rad) {
            require(std::isfinite(angle) && angle < sum - angle && sum < 2 * std::numbers::pi,
                    "cell angle", angle * degrees_per_radian,
                    "these three angles enclose no volume",
                    "Each angle must be smaller than the sum of the other two, all three together "
                    "below 360 degrees.");
        }
    }
    if (input.matrix_given) {
        const Mat3<double>& m = input.a_matrix;
        const double volume =
            dot(Vec3<double>{m.xx, m.yx, m.zx},
                cross(Vec3<double>{m.xy, m.yy, m.zy}, Vec3<double>{m.xz, m.yz, m.zz}));
        require(volume != 0 && std::isfinite(volume), "volume of the A matrix", volume,
                "its three vectors span no cell", "Give three independent reciprocal vectors.");
    }
    for (double& count : input.cell_counts) {
        constexpr double most_cells = 1e9;
        require(count <= most_cells && count == std::floor(count), "cell count", count,
                "it is a number of unit cells", "Give a whole number of at least 1.");
        count = count <= 1.0 ? 1.0 : count;
    }
}

/// The tables of orientations must fit, and the number of steps must be a whole number of 32 bits.
void check_sizes(const ExperimentRequest& input) {
    constexpr double most_orientations = 1e7;
    const double orientations = static_cast<double>(input.phi_steps) * input.mosaic_domains;
    require(orientations <= most_orientations, "phi steps x mosaic domains", orientations,
            "their table of orientations would not fit", "Give fewer steps or domains.");
    require(input.oversample <= most_oversample, "oversample", input.oversample,
            "it is the number of subpixels along an edge", "Give a number from 1 to 1024.");
    const double subpixels = static_cast<double>(input.oversample) * input.oversample;
    require(input.oversample <= 0 || orientations * subpixels <= most_steps, "steps",
            orientations * subpixels, "a pixel would be the sum of more than 2^31 - 1 terms",
            "Give fewer subpixels, steps or domains.");
}

std::string digest_of(const Experiment& experiment) {
    const ExperimentRequest& e = experiment.input;
    std::string text;
    const auto add = [&text](double value) { text += trace::shortest(value) + " "; };
    const auto add_vector = [&add](const Vec3<double>& v) {
        add(v.x);
        add(v.y);
        add(v.z);
    };
    for (const double value : {e.wavelength_m,
                               e.fluence_per_m2,
                               e.polarization_factor,
                               e.no_polarization ? 1.0 : 0.0,
                               static_cast<double>(e.pivot),
                               static_cast<double>(e.pixels_fast),
                               static_cast<double>(e.pixels_slow),
                               e.pixel_size_m,
                               e.distance_m,
                               e.close_distance_m,
                               experiment.beam_fast_m,
                               experiment.beam_slow_m,
                               experiment.near_fast_m,
                               experiment.near_slow_m,
                               e.detector_twotheta_rad,
                               e.point_pixel ? 1.0 : 0.0,
                               e.cell_given ? 1.0 : 0.0,
                               e.matrix_given ? 1.0 : 0.0,
                               e.misset_given ? 1.0 : 0.0,
                               e.mosaic_spread_rad,
                               static_cast<double>(e.mosaic_domains),
                               static_cast<double>(e.mosaic_seed),
                               e.phi_start_rad,
                               e.phi_step_rad,
                               static_cast<double>(e.phi_steps),
                               static_cast<double>(e.oversample),
                               e.oversample_thick ? 1.0 : 0.0,
                               e.oversample_polar ? 1.0 : 0.0,
                               e.oversample_omega ? 1.0 : 0.0,
                               e.default_structure_factor_electrons}) {
        add(value);
    }
    for (const Vec3<double>& v :
         {e.beam_direction, e.polarization_axis, e.fast_axis, e.slow_axis, e.normal_axis,
          e.twotheta_axis, e.detector_rotation_rad, e.misset_rad, e.spindle_axis,
          Vec3<double>{e.a_matrix.xx, e.a_matrix.xy, e.a_matrix.xz},
          Vec3<double>{e.a_matrix.yx, e.a_matrix.yy, e.a_matrix.yz},
          Vec3<double>{e.a_matrix.zx, e.a_matrix.zy, e.a_matrix.zz}}) {
        add_vector(v);
    }
    for (const auto& triple : {e.cell_edges_angstrom, e.cell_angles_rad, e.cell_counts}) {
        add_vector({triple[0], triple[1], triple[2]});
    }
    return "sha256:" + sha256_hex(text + experiment.structure_factors->digest);
}

} // namespace

Experiment resolve(ExperimentRequest request,
                   std::shared_ptr<const StructureFactors> structure_factors) {
    Experiment experiment;
    experiment.structure_factors = std::move(structure_factors);
    resolve_detector_size(request);
    resolve_beam(request);
    resolve_scan(request);
    resolve_mosaic(request, experiment.notices);
    resolve_cell(request);
    experiment.input = request;
    apply_convention(experiment);
    require_sense(experiment.input);
    require(std::isfinite(experiment.input.distance_m) && experiment.input.distance_m != 0,
            "distance", experiment.input.distance_m, "the detector needs a place",
            "Give millimetres, for example 100.");
    require(std::isfinite(experiment.beam_fast_m) && std::isfinite(experiment.beam_slow_m),
            "beam centre", experiment.beam_fast_m, "the detector origin follows from it",
            "Give millimetres.");
    check_sizes(experiment.input);
    experiment.digest = digest_of(experiment);
    return experiment;
}

std::uint64_t scene_key(const Experiment& experiment) {
    constexpr std::size_t prefix = 7; // "sha256:"
    constexpr std::size_t digits = 16;
    constexpr int hexadecimal = 16;
    std::uint64_t key = 0;
    const char* begin = experiment.digest.data() + prefix;
    std::from_chars(begin, begin + digits, key, hexadecimal);
    return key;
}

} // namespace tapir::engine
