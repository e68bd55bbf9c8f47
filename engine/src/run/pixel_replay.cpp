#include "tapir/engine/pixel_replay.hpp"

#include "run/lazy_walk.hpp"
#include "run/pixel_checks.hpp"
#include "run/tapped_pixel.hpp"
#include "tapir/engine/resync_tap.hpp"
#include "tapir/engine/setup/derive_scene.hpp"

namespace tapir::engine {

trace::Replay follow(const Experiment& experiment, const RunSpec& options,
                     const std::vector<trace::Pixel>& pixels, const trace::RecordedValues& recorded,
                     trace::Arrangement arrangement) {
    require_inside(experiment, pixels);
    trace::Replay followed;
    ResyncTap tap(recorded, followed);
    const DerivedScene<DualNumbers> scene = derive_scene<Dual>(experiment, options.phi_mode, tap);
    const ThreadHistory history(experiment, options, lazy_walk<Float64>(experiment, options));
    if (arrangement == 0) { // directions are normalised again
        run_pixels<DualNumbers, ReferenceArithmetic>(scene.view(), history, pixels, tap);
    } else {
        run_pixels<DualNumbers, NormalisingOnce>(scene.view(), history, pixels, tap);
    }
    return followed;
}

} // namespace tapir::engine
