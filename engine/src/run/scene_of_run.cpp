#include "run/scene_of_run.hpp"

#include "run/run_types.hpp"
#include "tapir/engine/setup/derive_scene.hpp"
#include "tapir/engine/setup/rounded_scene.hpp"
#include "tapir/engine/tap_policies.hpp"

/// The set-up of every run that is rendered or recorded. It takes the compiler long, so it is
/// compiled here once, and not in every unit that runs the kernel.
namespace tapir::engine {

template <class Numbers, class Tap>
DerivedScene<Numbers> scene_of_run(const Experiment& experiment, const RunSpec& options, Tap& tap) {
    const auto in_numbers = [&](const auto& scene) {
        check_precision(options, value_of(scene.fields.cell_counts.x),
                        value_of(scene.fields.cell_counts.y), value_of(scene.fields.cell_counts.z));
        return rounded_scene<Numbers>(scene);
    };
    if (options.arithmetic == ArithmeticPolicy::portable) {
        return in_numbers(derive_scene<Precise>(experiment, options.phi_mode, tap));
    }
    return in_numbers(derive_scene<double>(experiment, options.phi_mode, tap));
}

template DerivedScene<Float64> scene_of_run(const Experiment&, const RunSpec&, NullTap&);
template DerivedScene<Mixed> scene_of_run(const Experiment&, const RunSpec&, NullTap&);
template DerivedScene<Float32> scene_of_run(const Experiment&, const RunSpec&, NullTap&);
template DerivedScene<Float64> scene_of_run(const Experiment&, const RunSpec&, RecordTap&);
template DerivedScene<Mixed> scene_of_run(const Experiment&, const RunSpec&, RecordTap&);
template DerivedScene<Float32> scene_of_run(const Experiment&, const RunSpec&, RecordTap&);

} // namespace tapir::engine
