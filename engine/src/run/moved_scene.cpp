#include "run/moved_scene.hpp"

#include "run/varied_scene.hpp"
#include "scene/amplitude_parameter.hpp"
#include "tapir/engine/setup/derive_scene.hpp"
#include "tapir/engine/tap_policies.hpp"

namespace tapir::engine {

DerivedScene<Uniform<Quad>> moved_scene(const Experiment& experiment, PhiMode phi_mode,
                                        MovedParameter moved) {
    Variations<Quad> variations;
    if (moved.parameter != nullptr) {
        variations = variations_by(experiment, moved.parameter->name,
                                   moved.by * Quad(moved.parameter->in_engine));
    }
    NullTap tap;
    auto scene =
        derive_scene<Quad>(experiment, phi_mode, tap, setup::VariedFields<Quad>(variations));
    if (moved.parameter != nullptr && variations.empty()) {
        const std::vector<double> slopes = amplitude_slopes(experiment, moved.parameter->name);
        scene.amplitudes = experiment.structure_factors->amplitude_electrons;
        for (std::size_t i = 0; i < slopes.size(); ++i) {
            scene.amplitudes[i] += static_cast<double>(moved.by) * slopes[i];
        }
    }
    return scene;
}

} // namespace tapir::engine
