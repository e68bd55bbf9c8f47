#include "compare/exact_run.hpp"

#include <algorithm>
#include <cmath>

#include "compare/step_limit.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/engine/numbers/decimal_text.hpp"

namespace tapir::harness {

namespace {

constexpr double most_steps = 3e5;      ///< that are computed at all: decisions are kept of each
constexpr double most_quad_steps = 1e5; ///< in binary128, which is slower

} // namespace

ExactRun::ExactRun(const engine::Experiment& experiment, const engine::RunSpec& run,
                   const std::vector<trace::Pixel>& pixels, const engine::NodeSet& wanted)
    : experiment_(&experiment), run_(run), pixels_(pixels), wanted_(wanted) {
    const double steps = require_few_steps(
        experiment, pixels,
        {.option = "--arbiter",
         .does = "compute ",
         .cost = "each takes time in a number type that wide, and its decisions are kept",
         .done = " are computed",
         .most = most_steps});
    using engine::WideType;
    const bool in_quad = engine::has(WideType::quad) && steps <= most_quad_steps;
    type_ = in_quad ? WideType::quad : WideType::double_double;
    values_ = engine::exact_values(type_, experiment, run_, pixels_, wanted_);
    if (in_quad) {
        other_type_ = WideType::double_double;
        other_values_ = engine::exact_values(*other_type_, experiment, run_, pixels_, wanted_);
    }
}

std::optional<trace::ExactNumber> ExactRun::value(const trace::NodeKey& node) const {
    const auto found = values_.values.find(node);
    return found == values_.values.end() ? std::nullopt
                                         : std::optional(exact_number(found->second));
}

engine::ExactValues ExactRun::on_records(const trace::RecordedValues& recorded) const {
    return engine::exact_values(type_, *experiment_, run_, pixels_, wanted_, &recorded);
}

void ExactRun::describe(trace::Arbiter& arbiter) const {
    arbiter.number_type = engine::to_text(type_);
    if (other_type_) {
        arbiter.checked_with = engine::to_text(*other_type_);
        arbiter.agreement = values_.decisions == other_values_.decisions ? 0 : 1;
        for (const auto& [node, value] : values_.values) {
            const engine::DoubleDouble other = other_values_.values.at(node);
            const double apart = std::fabs((value - other).high());
            arbiter.agreement =
                std::max(arbiter.agreement, apart == 0 ? 0 : apart / std::fabs(value.high()));
        }
    }
    for (const engine::OtherDecision& decision :
         engine::other_decisions(values_, *experiment_, run_, pixels_)) {
        const trace::TapSpec* tap = engine::nanobragg_model().find_tap(decision.node.tap);
        arbiter.decisions.push_back({decision.node.tap, decision.node.component,
                                     tap == nullptr ? 1 : tap->width, decision.node.site,
                                     engine::is_decided_on_zero(decision.node.tap), decision.wide,
                                     decision.in_double});
    }
}

trace::ExactNumber exact_number(const engine::DoubleDouble& value) {
    constexpr int digits = 31; // of double-double; the last ones of a sum of much larger terms are
                               // those of its roundings
    return {value.high(), value.low(), engine::decimal_text(value, digits)};
}

trace::ArbitratedValue arbitrated_value(const trace::NodeKey& node) {
    trace::ArbitratedValue value;
    const trace::TapSpec* tap = engine::nanobragg_model().find_tap(node.tap);
    value.tap = node.tap;
    value.component = node.component;
    value.site = node.site;
    if (tap != nullptr) {
        value.unit = tap->unit;
        value.width = tap->width;
    }
    return value;
}

} // namespace tapir::harness
