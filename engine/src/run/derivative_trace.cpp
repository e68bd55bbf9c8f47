#include "tapir/engine/derivative_trace.hpp"

#include <algorithm>

#include "run/decision_tap.hpp"
#include "run/gradient_run.hpp"
#include "run/gradient_scene.hpp"
#include "run/lazy_walk.hpp"
#include "run/pixel_checks.hpp"
#include "run/slope_records.hpp"
#include "run/tapped_pixel.hpp"

namespace tapir::engine {

namespace {

using Numbers = GradientNumbers<directions_at_once>;

/// Set-up and pixels along up to directions_at_once parameters.
void trace_some(const Experiment& experiment, const RunSpec& run, const ThreadHistory& history,
                std::vector<Parameter> parameters, std::size_t first,
                const std::vector<trace::Pixel>& pixels, trace::Sink& sink) {
    std::for_each(parameters.begin(), parameters.end(), require_derivative);
    SlopeRecords records(parameters, first, sink);
    const auto scene =
        gradient_scene<directions_at_once>(experiment, run.phi_mode, parameters, &records);
    std::for_each(parameters.begin(), parameters.end(), require_derivative); // by this run, too
    const SceneView<Numbers> view = scene.view();
    for (const trace::Pixel& pixel : pixels) {
        PhiState state = state_before(view, history, pixel);
        DecisionTap tap = DecisionTap::of_scene(view);
        tap.send_slopes_to(records);
        (void)tapped_photons<Numbers, PortableArithmetic>(view, pixel, state, tap);
    }
}

} // namespace

void trace_derivatives(const Experiment& experiment, const RunSpec& run,
                       const std::vector<std::string>& names,
                       const std::vector<trace::Pixel>& pixels, trace::Sink& sink) {
    require_gradient_run(run);
    require_inside(experiment, pixels);
    require_rendered(experiment, pixels);
    std::vector<Parameter> parameters;
    for (const std::string& name : names) {
        parameters.push_back(parameter_named(experiment, name));
    }
    const ThreadHistory history(experiment, run, lazy_walk<Float64>(experiment, run));
    for (std::size_t first = 0; first < names.size(); first += directions_at_once) {
        const auto begin = parameters.begin() + static_cast<std::ptrdiff_t>(first);
        const auto count = std::min<std::size_t>(directions_at_once, names.size() - first);
        trace_some(experiment, run, history, {begin, begin + static_cast<std::ptrdiff_t>(count)},
                   first, pixels, sink);
    }
}

} // namespace tapir::engine
