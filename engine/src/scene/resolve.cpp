#include "tapir/engine/resolve.hpp"

#include <charconv>
#include <cmath>
#include <numbers>

#include "scene/convention.hpp"
#include "scene/digest.hpp"
#include "scene/matrix_checks.hpp"
#include "scene/require_sense.hpp"
#include "scene/require_value.hpp"
#include "scene/resolve_sampling.hpp"
#include "tapir/engine/random/mosaic.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::engine {

namespace {

void require_finite(const char* field, std::initializer_list<double> values) {
    for (const double value : values) {
        require_value(std::isfinite(value), field, value, "every stage after it would be no number",
                      "Give a finite number.");
    }
}

void resolve_detector_size(ExperimentRequest& input) {
    require_value(input.pixel_size_m > 0 && std::isfinite(input.pixel_size_m), "pixel size",
                  input.pixel_size_m, "pixels need an edge", "Give millimetres, for example 0.1.");
    constexpr double half = 0.5;
    const auto count = [&](int given, double& size_m) {
        if (given != 0) {
            size_m = input.pixel_size_m * given;
        }
        return std::ceil(size_m / input.pixel_size_m - half);
    };
    require_finite("detector size fast", {input.detector_size_fast_m});
    require_finite("detector size slow", {input.detector_size_slow_m});
    const double fast = count(input.pixels_fast, input.detector_size_fast_m);
    const double slow = count(input.pixels_slow, input.detector_size_slow_m);
    constexpr double most_pixels = 1 << 30;
    require_value(fast >= 1 && slow >= 1, "detector", std::fmin(fast, slow),
                  "it needs at least one pixel each way", "Give positive pixel counts.");
    require_value(fast * slow <= most_pixels, "detector", fast * slow,
                  "it would have more than 2^30 pixels", "Give fewer or larger pixels.");
    input.pixels_fast = static_cast<int>(fast);
    input.pixels_slow = static_cast<int>(slow);
}

void resolve_beam(ExperimentRequest& input, std::vector<Notice>& notices) {
    require_value(input.wavelength_m > 0 && std::isfinite(input.wavelength_m), "wavelength",
                  input.wavelength_m, "the scattering vector divides by it",
                  "Give angstrom, for example 1.0 (12.4 keV).");
    if (input.flux_per_s != 0.0 && input.exposure_s > 0.0 && input.beam_size_m >= 0) {
        input.fluence_per_m2 =
            input.flux_per_s * input.exposure_s / input.beam_size_m / input.beam_size_m;
    }
    for (double* size : {&input.sample_size_m.y, &input.sample_size_m.z}) {
        // the C program clips height and width, not the thickness along the beam
        if (input.beam_size_m >= 0 && input.beam_size_m < *size &&
            input.quirks.has(Quirk::sample_clipped_by_beam)) {
            notices.push_back({"the sample of " + trace::general15(*size) +
                                   " m is clipped to the beam of " +
                                   trace::general15(input.beam_size_m) + " m",
                               "sample_clipped_by_beam"});
            *size = input.beam_size_m;
        }
    }
    require_value(std::isfinite(input.fluence_per_m2), "fluence", input.fluence_per_m2,
                  "intensities are proportional to it",
                  "Give photons per square metre, or a flux with a beam size above 0.");
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
        require_value(edges[0] > 0 && std::isfinite(edges[0]), "cell edge a", edges[0],
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
            require_value(
                std::isfinite(angle) && angle < sum - angle && sum < 2 * std::numbers::pi,
                "cell angle", angle, "these three angles enclose no volume",
                "Each angle must be smaller than the sum of the other two, all three together "
                "below 360 degrees.");
        }
    }
    if (input.matrix_given) {
        const Mat3<double>& m = input.a_matrix;
        const double volume =
            dot(Vec3<double>{m.xx, m.yx, m.zx},
                cross(Vec3<double>{m.xy, m.yy, m.zy}, Vec3<double>{m.xz, m.yz, m.zz}));
        require_value(volume != 0 && std::isfinite(volume), "volume of the A matrix", volume,
                      "its three vectors span no cell",
                      "Give three independent reciprocal vectors.");
    }
    for (double& count : input.cell_counts) {
        constexpr double most_cells = 1e9;
        require_value(count <= most_cells && count == std::floor(count), "cell count", count,
                      "it is a number of unit cells", "Give a whole number of at least 1.");
        count = count <= 1.0 ? 1.0 : count;
    }
}

/// Sources that diffract: a direction and a wavelength each.
void require_sources(const ExperimentRequest& input) {
    const std::string remedy = "Correct the table; its columns are X Y Z weight wavelength(m), a "
                               "line that starts with # is not a comment to the C program.";
    double weights = 0;
    for (std::size_t i = 0; i < input.sources.size(); ++i) {
        const SourceEntry& entry = input.sources[i];
        const std::string name = "source " + std::to_string(i);
        const auto given = [](double value, double fallback) {
            return std::isnan(value) ? fallback : value;
        };
        const double wavelength = given(entry.wavelength_m, input.wavelength_m);
        require_value(wavelength > 0 && std::isfinite(wavelength), name + " wavelength", wavelength,
                      "the scattering vector divides by it", remedy.c_str());
        const Vec3<double>& p = entry.position;
        const bool direction = given(p.x, 1) != 0 || given(p.y, 1) != 0 || given(p.z, 1) != 0;
        require_value(direction && !std::isinf(p.x) && !std::isinf(p.y) && !std::isinf(p.z),
                      name + " position", 0, "its direction needs a length", remedy.c_str());
        weights += given(entry.weight, 1);
    }
    require_value(input.sources.empty() || input.quirks.has(Quirk::source_weights_ignored) ||
                      (weights > 0 && std::isfinite(weights)),
                  "sum of the source weights", weights, "each source counts with its share of it",
                  "Give weights above 0.");
}

/// The tables of orientations must fit, and the number of steps must be a whole number of 32 bits.
void check_sizes(const ExperimentRequest& input) {
    constexpr double most_orientations = 1e7;
    const double orientations = static_cast<double>(input.phi_steps) * input.mosaic_domains;
    require_value(orientations <= most_orientations, "phi steps x mosaic domains", orientations,
                  "their table of orientations would not fit", "Give fewer steps or domains.");
    require_value(input.oversample <= most_oversample, "oversample", input.oversample,
                  "it is the number of subpixels along an edge", "Give a number from 1 to 1024.");
    const double subpixels = static_cast<double>(input.oversample) * input.oversample;
    require_value(input.oversample <= 0 || orientations * subpixels <= most_steps, "steps",
                  orientations * subpixels, "a pixel would be the sum of more than 2^31 - 1 terms",
                  "Give fewer subpixels, steps or domains.");
}

/// Interpolation is chosen before the cell counts are made from sizes, and needs a table.
void resolve_interpolation(const ExperimentRequest& input, Experiment& experiment) {
    const auto& counts = input.cell_counts;
    const bool few = counts[0] <= 2 || counts[1] <= 2 || counts[2] <= 2;
    const bool automatic = input.interpolation == Interpolation::automatic && few &&
                           input.quirks.has(Quirk::automatic_interpolation);
    const bool table = experiment.structure_factors->was_read();
    experiment.interpolate = table && (automatic || input.interpolation == Interpolation::on);
    if (experiment.interpolate && automatic) {
        experiment.notices.push_back({"structure factors are interpolated, because one of Na, Nb, "
                                      "Nc is 2 or less",
                                      "automatic_interpolation"});
    }
}

/// Draws what the set-up draws, in the C program's order: it has one generator for everything.
void draw_random_numbers(Experiment& experiment) {
    ExperimentRequest& input = experiment.input;
    if (input.misset_random) {
        experiment.misset = draw_misset(input.misset_seed, experiment.random);
        input.misset_given = true;
    }
    experiment.mosaic_rotations = draw_mosaic_rotations(
        input.mosaic_spread_rad, input.mosaic_domains, input.mosaic_seed, experiment.random);
}

} // namespace

Experiment resolve(ExperimentRequest request,
                   std::shared_ptr<const StructureFactors> structure_factors) {
    Experiment experiment;
    experiment.structure_factors = std::move(structure_factors);
    resolve_detector_size(request);
    resolve_beam(request, experiment.notices);
    resolve_sampling(request, experiment);
    resolve_cell(request);
    if (request.matrix_given) {
        for (const std::string& oddity : oddities_of(request.a_matrix)) {
            experiment.notices.push_back({oddity, ""});
        }
    }
    resolve_interpolation(request, experiment);
    experiment.input = request;
    apply_convention(experiment);
    require_sense(experiment.input);
    require_sources(experiment.input);
    require_value(
        experiment.input.mask == nullptr ||
            experiment.input.mask->size() ==
                static_cast<std::size_t>(experiment.input.pixels_fast) *
                    static_cast<std::size_t>(experiment.input.pixels_slow),
        "pixels of the mask",
        experiment.input.mask == nullptr ? 0 : static_cast<double>(experiment.input.mask->size()),
        "the mask and the detector must have the same pixels",
        "Do not override the pixel counts of the mask's header.");
    draw_random_numbers(experiment);
    require_value(std::isfinite(experiment.input.distance_m) && experiment.input.distance_m != 0,
                  "distance", experiment.input.distance_m, "the detector needs a place",
                  "Give millimetres, for example 100.");
    require_value(std::isfinite(experiment.beam_fast_m) && std::isfinite(experiment.beam_slow_m),
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
