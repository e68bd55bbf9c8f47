#include "tapir/engine/exact_values.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "run/pixel_checks.hpp"
#include "run/scene_of_run.hpp"
#include "run/wide_run.hpp"
#include "tapir/engine/setup/lifted.hpp"
#include "tapir/engine/setup/scale_setup.hpp"
#include "tapir/engine/taps.hpp"
#include "tapir/engine/trace_pixels.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/record/sink.hpp"

namespace tapir::engine {

namespace {

template <class Real>
ExactValues values_in(const Experiment& experiment, const RunSpec& options,
                      const std::vector<trace::Pixel>& pixels, const NodeSet& wanted,
                      const trace::RecordedValues* recorded) {
    ExactValues found;
    WideTap<Real> tap(wanted, recorded, found);
    run_wide<Real>(experiment, options, pixels, tap);
    return found;
}

/// The decisions of an ordinary run.
class DecisionSink final : public trace::Sink {
  public:
    void record(const trace::TapSpec& spec, const trace::Site& site,
                std::span<const double> values) override {
        const DecisionKind kind = decision_of(spec);
        const trace::Site here = trace::project(site, spec.scope);
        for (std::size_t i = 0; i < values.size(); ++i) {
            keeper_.keep(kind, spec, static_cast<int>(i), here, values[i]);
        }
    }
    NodeMap<double> decisions;

  private:
    DecisionKeeper keeper_{decisions};
};

bool comes_before(const OtherDecision& a, const OtherDecision& b) {
    const auto order = [](const trace::NodeKey& key) {
        return std::tie(key.tap, key.component, key.site);
    };
    return order(a.node) < order(b.node);
}

} // namespace

const char* to_text(WideType type) {
    return type == WideType::quad ? "binary128" : "double-double";
}

bool is_decided_on_zero(const std::string& tap) {
    return tap == taps::phi.key || tap == taps::f_latt.key;
}

bool has(WideType type) {
    constexpr int digits_of_binary128 = 113;
    return type != WideType::quad || widest_digits == digits_of_binary128;
}

ExactValues exact_values(WideType type, const Experiment& experiment, const RunSpec& options,
                         const std::vector<trace::Pixel>& pixels, const NodeSet& wanted,
                         const trace::RecordedValues* recorded) {
    require_inside(experiment, pixels);
    require_rendered(experiment, pixels);
    if (type == WideType::double_double) {
        return values_in<DoubleDouble>(experiment, options, pixels, wanted, recorded);
    }
    if (!has(WideType::quad)) {
        throw InternalError("binary128 was asked for, and this machine has none");
    }
    return values_in<Quad>(experiment, options, pixels, wanted, recorded);
}

double steps_of_pixel(const Experiment& experiment) {
    NullTap nothing;
    const auto scene = scene_of_run<Float64>(experiment, {}, nothing);
    return setup::step_count(scene.fields) * scene.fields.layers;
}

std::vector<OtherDecision> other_decisions(const ExactValues& wide, const Experiment& experiment,
                                           RunSpec options,
                                           const std::vector<trace::Pixel>& pixels) {
    options.arithmetic = ArithmeticPolicy::reference;
    options.dtype = Dtype::float64;
    options.device = Device::cpu;
    DecisionSink sink;
    trace_pixels(experiment, options, pixels, sink);
    constexpr double lacking = std::numeric_limits<double>::quiet_NaN();
    std::vector<OtherDecision> others;
    for (const auto& [node, value] : wide.decisions) {
        const auto in_double = sink.decisions.find(node);
        const double other = in_double == sink.decisions.end() ? lacking : in_double->second;
        if (value != other) {
            others.push_back({node, value, other});
        }
    }
    for (const auto& [node, value] : sink.decisions) {
        if (wide.decisions.count(node) == 0) {
            others.push_back({node, lacking, value});
        }
    }
    std::sort(others.begin(), others.end(), comes_before);
    return others;
}

} // namespace tapir::engine
