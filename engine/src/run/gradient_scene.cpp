#include "run/gradient_scene.hpp"

#include "run/decision_tap.hpp"
#include "run/varied_scene.hpp"
#include "scene/amplitude_parameter.hpp"
#include "tapir/engine/numbers/precise.hpp"
#include "tapir/engine/setup/derive_scene.hpp"
#include "tapir/engine/setup/rounded_scene.hpp"

namespace tapir::engine {

namespace {

/// The set-up's number type: production's, with slopes.
using SetupNumber = Gradient<Precise, directions_at_once>;

/// A step at phi = 0 exactly takes other vectors in the C program than one beside it.
void refuse_moved_zero(const DerivedScene<Uniform<SetupNumber>>& scene, std::size_t direction,
                       Parameter& parameter) {
    for (const SetupNumber& phi : scene.phi) {
        if (stands_at_zero(phi) && !(phi.slopes()[direction] == Precise(0))) {
            parameter.refusal = "it moves a step away from phi = 0, where c-parity takes the "
                                "vectors that the last step left";
        }
    }
}

template <int directions>
void add_amplitude_slopes(const std::vector<double>& slopes, std::size_t direction,
                          std::vector<Gradient<double, directions>>& amplitudes) {
    for (std::size_t i = 0; i < slopes.size(); ++i) {
        auto all = amplitudes[i].slopes();
        all[direction] = slopes[i];
        amplitudes[i] = {amplitudes[i].value(), all};
    }
}

} // namespace

template <int directions>
DerivedScene<GradientNumbers<directions>>
gradient_scene(const Experiment& experiment, PhiMode phi_mode, std::vector<Parameter>& parameters,
               SlopeRecords* records) {
    Variations<SetupNumber> variations;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (!parameters[i].refusal.empty()) {
            continue;
        }
        SetupNumber::Slopes slopes{};
        slopes[i] = parameters[i].in_engine;
        const auto more =
            variations_by(experiment, parameters[i].name, SetupNumber(Precise(0), slopes));
        variations.insert(variations.end(), more.begin(), more.end());
    }
    DecisionTap tap(false); // the set-up decides on nothing that a pixel would be another by
    if (records != nullptr) {
        tap.send_slopes_to(*records);
    }
    const auto scene = derive_scene<SetupNumber>(experiment, phi_mode, tap,
                                                 setup::VariedFields<SetupNumber>(variations));
    DerivedScene<GradientNumbers<directions>> result =
        rounded_scene<GradientNumbers<directions>>(scene);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (phi_mode == PhiMode::c_parity) {
            refuse_moved_zero(scene, i, parameters[i]);
        }
        add_amplitude_slopes(amplitude_slopes(experiment, parameters[i].name), i,
                             result.amplitudes);
    }
    return result;
}

template DerivedScene<GradientNumbers<directions_at_once>>
gradient_scene(const Experiment&, PhiMode, std::vector<Parameter>&, SlopeRecords*);
template DerivedScene<GradientNumbers<1>> gradient_scene(const Experiment&, PhiMode,
                                                         std::vector<Parameter>&, SlopeRecords*);

} // namespace tapir::engine
