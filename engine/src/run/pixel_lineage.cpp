#include "tapir/engine/pixel_lineage.hpp"

#include "run/lazy_walk.hpp"
#include "run/pixel_checks.hpp"
#include "run/run_types.hpp"
#include "run/tapped_pixel.hpp"
#include "tapir/engine/numbers/lineage.hpp"
#include "tapir/engine/setup/derive_scene.hpp"
#include "tapir/engine/tap_policies.hpp"

namespace tapir::engine {

trace::LineageGraph lineage(const Experiment& experiment, const RunSpec& options,
                            const std::vector<trace::Pixel>& pixels) {
    require_inside(experiment, pixels);
    require_rendered(experiment, pixels);
    trace::LineageGraph graph;
    LineageTap tap(graph);
    const DerivedScene<LineageNumbers> scene =
        derive_scene<Lineage>(experiment, options.phi_mode, tap);
    const ThreadHistory history(experiment, options, lazy_walk<Float64>(experiment, options));
    with_arithmetic<LineageNumbers>(options.arithmetic, [&]<class Arithmetic>(Arithmetic) {
        run_pixels<LineageNumbers, Arithmetic>(scene.view(), history, pixels, tap);
    });
    return graph;
}

} // namespace tapir::engine
