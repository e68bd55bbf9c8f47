#include "tapir/engine/derivative_image.hpp"

#include "cpu/cpu_scene.hpp"
#include "cpu/detector_rows.hpp"
#include "run/gradient_run.hpp"
#include "run/gradient_scene.hpp"
#include "run/lazy_walk.hpp"
#include "run/not_finite.hpp"
#include "tapir/engine/parameters.hpp"

namespace tapir::engine {

namespace {

using Numbers = GradientNumbers<1>;
using Slope = Gradient<double, 1>;

/// The scene with slopes by one parameter, which must have a derivative.
DerivedScene<Numbers> varied_scene(const Experiment& experiment, const RunSpec& run,
                                   const std::string& name) {
    std::vector<Parameter> parameters{parameter_named(experiment, name)};
    DerivedScene<Numbers> scene = gradient_scene<1>(experiment, run.phi_mode, parameters);
    require_derivative(parameters.front());
    return scene;
}

} // namespace

Image<double> derivative_image(const Experiment& experiment, const RunSpec& run,
                               const std::string& name, const ProgressCallback& progress) {
    require_gradient_run(run);
    const cpu::CpuScene<Numbers> scene(varied_scene(experiment, run, name), run);
    const ThreadHistory history(experiment, run, lazy_walk<Float64>(experiment, run));
    const bool carries = run.phi_mode == PhiMode::c_parity && history.some_step_is_rotated();
    const auto row = [&scene, carries](int slow, const std::vector<int>& fast, PhiState& state,
                                       std::vector<double>& slopes) {
        std::vector<Slope> photons(fast.size());
        scene.row(slow, fast, carries, state, photons);
        for (std::size_t i = 0; i < fast.size(); ++i) {
            slopes[i] = photons[i].slopes()[0];
        }
    };
    cpu::DetectorRows<double, double, decltype(row)> rows(experiment, history, run, progress, row);
    Image<double> image = rows.render();
    if (!rows.all_finite()) {
        refuse_not_finite(image, experiment.input.pixels_fast);
    }
    return image;
}

} // namespace tapir::engine
