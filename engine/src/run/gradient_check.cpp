#include "tapir/engine/gradient_check.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>

#include "run/decision_tap.hpp"
#include "run/lazy_walk.hpp"
#include "run/moved_scene.hpp"
#include "run/tapped_pixel.hpp"
#include "scene/amplitude_parameter.hpp"
#include "scene/parameter_table.hpp"

namespace tapir::engine {

namespace {

/// A pixel in 113 bits, and what was decided on the way.
struct WidePixel {
    Quad photons;
    std::uint64_t decisions = 0;
};

class WidePixels {
  public:
    WidePixels(const Experiment& experiment, const RunSpec& run,
               const std::vector<trace::Pixel>& pixels)
        : experiment_(&experiment), phi_mode_(run.phi_mode), pixels_(&pixels),
          history_(experiment, run, lazy_walk<Float64>(experiment, run)) {}

    /// All pixels of the scene with one number moved.
    [[nodiscard]] std::vector<WidePixel> at(MovedParameter moved) const {
        const auto scene = moved_scene(*experiment_, phi_mode_, moved);
        const SceneView<Uniform<Quad>> view = scene.view();
        std::vector<PhiState> states;
        for (const trace::Pixel& pixel : *pixels_) {
            states.push_back(state_before(view, history_, pixel));
        }
        std::vector<WidePixel> result(pixels_->size());
        std::exception_ptr failure; // an exception must not leave a parallel region
#pragma omp parallel for schedule(dynamic)
        for (std::size_t i = 0; i < result.size(); ++i) {
            try {
                DecisionTap tap = DecisionTap::of_scene(view);
                result[i].photons = tapped_photons<Uniform<Quad>, ReferenceArithmetic>(
                    view, (*pixels_)[i], states[i], tap);
                result[i].decisions = tap.digest();
            } catch (...) {
#pragma omp critical
                failure = std::current_exception();
            }
        }
        if (failure) {
            std::rethrow_exception(failure);
        }
        return result;
    }

  private:
    const Experiment* experiment_;
    PhiMode phi_mode_;
    const std::vector<trace::Pixel>* pixels_;
    ThreadHistory history_;
};

/// The pixels around a value of a parameter.
struct Surroundings {
    std::vector<WidePixel> up, down, far_up, far_down; ///< by the step, and by two
};

bool same_decisions(const std::vector<WidePixel>& still, const Surroundings& around,
                    std::size_t pixel) {
    const auto all = {&around.up, &around.down, &around.far_up, &around.far_down};
    return std::all_of(all.begin(), all.end(), [&](const auto* moved) {
        return (*moved)[pixel].decisions == still[pixel].decisions;
    });
}

double difference(const WidePixel& up, const WidePixel& down, const Quad& step) {
    return static_cast<double>((up.photons - down.photons) / (Quad(2) * step));
}

/// @param scale  photons per scale of the parameter is what the smallest derivative is held against
CheckedDerivative checked(const std::vector<WidePixel>& still, const Surroundings& around,
                          std::size_t pixel, const Quad& step, double scale, double analytic,
                          double tolerance) {
    CheckedDerivative result;
    result.analytic = analytic;
    result.numeric = difference(around.up[pixel], around.down[pixel], step);
    const double coarse = difference(around.far_up[pixel], around.far_down[pixel], step + step);
    result.numeric_error = std::fabs(coarse - result.numeric);
    const double size = std::fmax(std::fabs(result.numeric),
                                  std::fabs(static_cast<double>(still[pixel].photons)) / scale);
    const double apart = std::fabs(analytic - result.numeric);
    result.relative = apart == 0 ? 0 : apart / size;
    constexpr double sure = 0.1; // of what is allowed
    if (!same_decisions(still, around, pixel)) {
        result.verdict = CheckVerdict::flips;
    } else if (!(result.numeric_error <= sure * tolerance * size)) {
        result.verdict = CheckVerdict::uncertain;
    } else {
        result.verdict = result.relative <= tolerance ? CheckVerdict::agrees : CheckVerdict::off;
    }
    return result;
}

/// The step by which a parameter of this scale is moved.
double step_of(const Experiment& experiment, const Parameter& parameter, double scale) {
    const bool amplitude = !amplitude_slopes(experiment, parameter.name).empty();
    constexpr int third = 3;
    constexpr int of_square = 10; // a square has no third derivative
    return std::ldexp(scale, amplitude ? -of_square : -(widest_digits / third));
}

} // namespace

std::size_t GradientCheck::count(CheckVerdict verdict) const {
    std::size_t found = 0;
    for (const auto& of_pixel : checked) {
        found += static_cast<std::size_t>(
            std::count_if(of_pixel.begin(), of_pixel.end(),
                          [verdict](const auto& one) { return one.verdict == verdict; }));
    }
    return found;
}

GradientCheck check_gradients(const Experiment& experiment, const RunSpec& run,
                              const std::vector<std::string>& names,
                              const std::vector<trace::Pixel>& pixels, double tolerance) {
    GradientCheck result;
    result.analytic = gradients(experiment, run, names, pixels);
    result.checked.assign(pixels.size(), std::vector<CheckedDerivative>(names.size()));
    const WidePixels wide(experiment, run, pixels);
    const std::vector<WidePixel> still = wide.at({});
    for (std::size_t i = 0; i < names.size(); ++i) {
        const Parameter& parameter = result.analytic.parameters[i];
        const double scale = std::fmax(std::fabs(parameter.value), 1.0);
        const double step = step_of(experiment, parameter, scale);
        result.scales.push_back(scale);
        result.steps.push_back(step);
        if (!parameter.refusal.empty()) {
            continue;
        }
        const Quad h(step);
        const Surroundings around{wide.at({&parameter, h}), wide.at({&parameter, -h}),
                                  wide.at({&parameter, h + h}), wide.at({&parameter, -(h + h)})};
        for (std::size_t pixel = 0; pixel < pixels.size(); ++pixel) {
            result.checked[pixel][i] =
                checked(still, around, pixel, h, scale,
                        result.analytic.pixels[pixel].derivatives[i], tolerance);
        }
    }
    return result;
}

} // namespace tapir::engine
