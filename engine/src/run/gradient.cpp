#include "tapir/engine/gradient.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>

#include "run/decision_tap.hpp"
#include "run/gradient_run.hpp"
#include "run/gradient_scene.hpp"
#include "run/lazy_walk.hpp"
#include "run/pixel_checks.hpp"
#include "run/tapped_pixel.hpp"

namespace tapir::engine {

namespace {

using Number = Gradient<double, directions_at_once>;
using Numbers = GradientNumbers<directions_at_once>;

/// One pixel along the directions of a scene.
void add_directions(const SceneView<Numbers>& view, PhiState state, std::size_t count,
                    PixelGradient& pixel) {
    DecisionTap tap = DecisionTap::of_scene(view);
    const Number photons =
        tapped_photons<Numbers, PortableArithmetic>(view, pixel.pixel, state, tap);
    pixel.photons = photons.value();
    pixel.nearest = tap.nearest();
    for (std::size_t i = 0; i < count; ++i) {
        pixel.derivatives.push_back(photons.slopes()[i]);
    }
}

/// All pixels along up to directions_at_once parameters.
void add_parameters(const Experiment& experiment, const RunSpec& run, const ThreadHistory& history,
                    std::vector<Parameter>& parameters, std::vector<PixelGradient>& pixels) {
    const auto scene = gradient_scene<directions_at_once>(experiment, run.phi_mode, parameters);
    const SceneView<Numbers> view = scene.view();
    std::vector<PhiState> states;
    for (const PixelGradient& pixel : pixels) {
        states.push_back(state_before(view, history, pixel.pixel));
    }
    std::exception_ptr failure; // an exception must not leave a parallel region
#pragma omp parallel for schedule(dynamic)
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        try {
            add_directions(view, states[i], parameters.size(), pixels[i]);
        } catch (...) {
#pragma omp critical
            failure = std::current_exception();
        }
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
}

} // namespace

bool PixelGradient::on_edge() const {
    constexpr double rounding = 1e-10; // of an index: far more than its set-up and itself round by
    return nearest && nearest->distance < rounding;
}

Gradients gradients(const Experiment& experiment, const RunSpec& run,
                    const std::vector<std::string>& names,
                    const std::vector<trace::Pixel>& pixels) {
    require_gradient_run(run);
    require_inside(experiment, pixels);
    require_rendered(experiment, pixels);
    Gradients result;
    for (const std::string& name : names) {
        result.parameters.push_back(parameter_named(experiment, name));
    }
    for (const trace::Pixel& pixel : pixels) {
        result.pixels.push_back({.pixel = pixel, .photons = 0, .derivatives = {}, .nearest = {}});
    }
    const ThreadHistory history(experiment, run, lazy_walk<Float64>(experiment, run));
    for (std::size_t first = 0; first < names.size(); first += directions_at_once) {
        const auto begin = result.parameters.begin() + static_cast<std::ptrdiff_t>(first);
        const auto count = std::min<std::size_t>(directions_at_once, names.size() - first);
        std::vector<Parameter> some(begin, begin + static_cast<std::ptrdiff_t>(count));
        add_parameters(experiment, run, history, some, result.pixels);
        std::copy(some.begin(), some.end(), begin);
    }
    for (PixelGradient& pixel : result.pixels) {
        for (std::size_t i = 0; i < result.parameters.size(); ++i) {
            if (!result.parameters[i].refusal.empty()) {
                pixel.derivatives[i] = std::numeric_limits<double>::quiet_NaN();
            }
        }
    }
    return result;
}

PixelGradient sum_of(const std::vector<PixelGradient>& pixels) {
    PixelGradient sum = pixels.at(0);
    for (std::size_t i = 1; i < pixels.size(); ++i) {
        sum.photons += pixels[i].photons;
        for (std::size_t k = 0; k < sum.derivatives.size(); ++k) {
            sum.derivatives[k] += pixels[i].derivatives[k];
        }
        const auto& nearest = pixels[i].nearest;
        if (nearest && (!sum.nearest || nearest->distance < sum.nearest->distance)) {
            sum.nearest = nearest;
        }
    }
    return sum;
}

} // namespace tapir::engine
