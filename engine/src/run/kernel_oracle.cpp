#include "tapir/engine/kernel_oracle.hpp"

#include <algorithm>

#include "run/alternatives.hpp"
#include "scene/option_switches.hpp"
#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/carried_state.hpp"
#include "tapir/engine/pixel_kernel.hpp"
#include "tapir/engine/pixel_replay.hpp"
#include "tapir/engine/setup/derive_scene.hpp"
#include "tapir/engine/tap_policies.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::engine {

namespace {

using trace::CauseClass;

/// Puts given values in and keeps one record.
class ReplaceTap {
  public:
    static constexpr bool records = true;

    ReplaceTap(const trace::RecordKey& wanted, const std::vector<trace::Replacement>& replaced)
        : wanted_(&wanted), replaced_(&replaced) {}

    template <class T>
    T operator()(const trace::TapSpec& spec, const Site& site, T value) {
        const trace::Site here = trace::project(trace::Site(site), spec.scope);
        for (const trace::Replacement& replacement : *replaced_) {
            if (replacement.record.tap == spec.key && replacement.record.site == here) {
                put(replacement.values, value);
            }
        }
        if (wanted_->tap == spec.key && wanted_->site == here) {
            found_.clear();
            for_each_component(
                value, [&](const auto& component) { found_.push_back(value_of(component)); });
        }
        return value;
    }

    [[nodiscard]] const std::vector<double>& found() const { return found_; }

  private:
    template <class T>
    static void put(const std::vector<double>& values, T& to) {
        std::size_t next = 0;
        for_each_component(to, [&](auto& component) {
            if (next < values.size()) {
                component = static_cast<std::remove_reference_t<decltype(component)>>(values[next]);
            }
            ++next;
        });
    }

    const trace::RecordKey* wanted_;
    const std::vector<trace::Replacement>* replaced_;
    std::vector<double> found_;
};

std::vector<double> record_of(const Experiment& experiment, const RunSpec& options,
                              const trace::RecordKey& wanted,
                              const std::vector<trace::Replacement>& replaced) {
    if (experiment.interpolate) {
        return {};
    }
    ReplaceTap tap(wanted, replaced);
    try {
        const auto scene = derive_scene<double>(experiment, options.phi_mode, tap);
        const trace::Pixel pixel = wanted.site.pixel();
        const bool of_pixel = pixel.slow >= 0 && pixel.fast >= 0;
        const bool inside =
            pixel.slow < experiment.input.pixels_slow && pixel.fast < experiment.input.pixels_fast;
        const double steps = static_cast<double>(scene.fields.sources) * scene.fields.phi_steps *
                             scene.fields.mosaic_domains * scene.fields.layers *
                             scene.fields.oversample * scene.fields.oversample;
        if (of_pixel && inside && steps <= KernelOracle::most_steps) {
            PhiState state = carried_into(experiment, pixel, options);
            (void)pixel_photons<Float64, ReferenceArithmetic>(scene.view(), pixel, state, tap);
        }
    } catch (const InputError&) {
        return {}; // what was put in cannot be computed with: no answer
    }
    return tap.found();
}

} // namespace

std::vector<double> KernelOracle::record(const trace::RecordKey& wanted,
                                         const std::vector<trace::Replacement>& replaced) const {
    return record_of(*experiment_, options_, wanted, replaced);
}

trace::Replay KernelOracle::follow(const std::vector<trace::Pixel>& pixels,
                                   const trace::RecordedValues& recorded,
                                   trace::Arrangement arrangement) const {
    try {
        return engine::follow(*experiment_, options_, pixels, recorded, arrangement);
    } catch (const InputError&) {
        return {};
    }
}

std::vector<trace::Alternative>
KernelOracle::alternatives(const trace::RecordKey& wanted,
                           const std::vector<trace::Replacement>& inputs) const {
    return alternatives_of(*this, *experiment_, wanted, inputs);
}

std::vector<trace::Switch> KernelOracle::switches() const {
    // Behaviours that a port may lack or add; the one that most ports differ in first. The class
    // says what a fault of that kind is.
    std::vector<trace::Switch> switches;
    for (const auto& [id, cause_class] : {std::pair{"phi0_carryover", CauseClass::stale},
                                          {"oversample_running_sum", CauseClass::order},
                                          {"cached_polarisation", CauseClass::stale},
                                          {"last_layer_capture", CauseClass::index},
                                          {"source_weights_ignored", CauseClass::normalisation},
                                          {"unrotated_spot_shape", CauseClass::formula},
                                          {"layers_beyond_sensor", CauseClass::normalisation},
                                          {"inexact_triclinic_cell", CauseClass::formula},
                                          {"water_scaled_twice", CauseClass::normalisation}}) {
        switches.push_back({id, cause_class, std::string(id) + " switched over", true});
    }
    for (const OptionSwitch& option : option_switches(*experiment_)) {
        switches.push_back(option.what);
    }
    return switches;
}

std::unique_ptr<trace::Oracle> KernelOracle::switched(const trace::Switch& which) const {
    auto changed = std::make_shared<Experiment>(*experiment_);
    RunSpec options = options_;
    if (!which.is_quirk) {
        for (const OptionSwitch& option : option_switches(*experiment_)) {
            if (option.what.change == which.change) {
                option.apply(*changed);
            }
        }
    } else if (quirk_named(which.id) == Quirk::phi0_carryover) {
        options.phi_mode = options.phi_mode == PhiMode::spec ? PhiMode::c_parity : PhiMode::spec;
    } else {
        const Quirk quirk = quirk_named(which.id);
        changed->input.quirks.set(quirk, !changed->input.quirks.has(quirk));
    }
    // not make_unique: the constructor is private
    return std::unique_ptr<trace::Oracle>(new KernelOracle(std::move(changed), options));
}

} // namespace tapir::engine
