#include "compare/arbitrate_images.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "compare/exact_run.hpp"
#include "compare/float_image.hpp"
#include "tapir/engine/loops.hpp"
#include "tapir/engine/rendered_pixels.hpp"
#include "tapir/trace/align/own_values.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

namespace {

/// Whether every number of an image is one of single precision.
bool is_single(const FloatImage& image) {
    return std::all_of(image.values.begin(), image.values.end(), [](double value) {
        return std::isnan(value) || static_cast<double>(static_cast<float>(value)) == value;
    });
}

void require_photons(const FloatImage& image, const std::string& path) {
    if (std::all_of(image.values.begin(), image.values.end(),
                    [](double value) { return value == std::floor(value); })) {
        throw InputError({.where = path,
                          .problem = "holds whole numbers only, and --arbiter is asked for",
                          .reason = "the exact answer is in photons, and these are scaled and cut",
                          .remedy = "Give the images of photons (float32, float64) that they were "
                                    "made of."});
    }
}

/// The pixels of the largest weights above 0, largest first.
std::vector<trace::Pixel> largest(const FloatImage& image, const engine::RenderedPixels& rendered,
                                  const std::function<double(std::size_t)>& weight,
                                  std::size_t most) {
    std::vector<std::size_t> order(image.values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto columns = static_cast<std::size_t>(image.fast);
    const auto pixel_at = [columns](std::size_t place) {
        return trace::Pixel{static_cast<int>(place / columns), static_cast<int>(place % columns)};
    };
    const auto counts = [&](std::size_t place) {
        return weight(place) > 0 && rendered.has(pixel_at(place)); // NaN does not
    };
    order.erase(std::remove_if(order.begin(), order.end(),
                               [&](std::size_t place) { return !counts(place); }),
                order.end());
    const auto end = order.begin() + static_cast<std::ptrdiff_t>(std::min(most, order.size()));
    std::partial_sort(order.begin(), end, order.end(), [&](std::size_t a, std::size_t b) {
        return weight(a) > weight(b) || (weight(a) == weight(b) && a < b);
    });
    std::vector<trace::Pixel> pixels;
    std::transform(order.begin(), end, std::back_inserter(pixels), pixel_at);
    return pixels;
}

/// Where the images lie furthest apart, first as shares of bright pixels, then in photons; where
/// they are the same, the brightest.
std::vector<trace::Pixel> telling_pixels(const FloatImage& reference, const FloatImage& candidate,
                                         const engine::RenderedPixels& rendered) {
    constexpr std::size_t of_each = 5;
    const auto size = [&](std::size_t place) {
        return std::fmax(std::fabs(reference.values[place]), std::fabs(candidate.values[place]));
    };
    double brightest = 0;
    for (std::size_t place = 0; place < reference.values.size(); ++place) {
        brightest = std::fmax(brightest, size(place));
    }
    const auto apart = [&](std::size_t place) {
        return std::fabs(reference.values[place] - candidate.values[place]);
    };
    constexpr double bright = 1e-3;
    const auto relative = [&](std::size_t place) {
        return size(place) >= bright * brightest ? apart(place) / size(place) : 0;
    };
    std::vector<trace::Pixel> pixels = largest(reference, rendered, relative, of_each);
    for (const trace::Pixel& pixel : largest(reference, rendered, apart, of_each)) {
        if (std::find(pixels.begin(), pixels.end(), pixel) == pixels.end()) {
            pixels.push_back(pixel);
        }
    }
    return pixels.empty() ? largest(reference, rendered, size, of_each) : pixels;
}

trace::NodeKey photons_of(const trace::Pixel& pixel) {
    return {"photons", 0, trace::Site(pixel)};
}

} // namespace

trace::Arbiter arbitrate_images(const ComparisonRequest& request,
                                const engine::Experiment& experiment) {
    const std::pair size{experiment.input.pixels_slow, experiment.input.pixels_fast};
    const FloatImage reference = read_float_image(request.reference, size);
    const FloatImage candidate = read_float_image(request.candidate, size);
    require_photons(reference, request.reference);
    require_photons(candidate, request.candidate);
    const engine::RenderedPixels rendered(experiment.input);
    const std::vector<trace::Pixel> pixels = request.besides.pixels.empty()
                                                 ? telling_pixels(reference, candidate, rendered)
                                                 : request.besides.pixels;
    engine::NodeSet wanted;
    for (const trace::Pixel& pixel : pixels) {
        wanted.insert(photons_of(pixel));
    }
    const ExactRun run(experiment, request.scene.run_spec(), pixels, wanted);
    trace::Arbiter arbiter;
    arbiter.of_images = true;
    const auto side = [&](const FloatImage& image, bool single, const trace::Pixel& pixel,
                          const trace::ExactNumber& exact) {
        const double value = image.view().at(pixel.slow, pixel.fast);
        return trace::arbitrated_side(trace::shortest(value), value,
                                      trace::last_place_of(value, single), exact);
    };
    const bool single_reference = is_single(reference);
    const bool single_candidate = is_single(candidate);
    for (const trace::Pixel& pixel : pixels) {
        const auto exact = run.value(photons_of(pixel));
        if (!exact) {
            continue;
        }
        trace::ArbitratedValue value = arbitrated_value(photons_of(pixel));
        value.reference = side(reference, single_reference, pixel, *exact);
        value.candidate = side(candidate, single_candidate, pixel, *exact);
        trace::judge(value);
        arbiter.values.push_back(std::move(value));
    }
    run.describe(arbiter);
    trace::conclude(arbiter, engine::loop_names());
    return arbiter;
}

} // namespace tapir::harness
