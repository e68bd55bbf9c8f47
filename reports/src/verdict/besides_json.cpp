#include "verdict/besides_json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "tapir/reports/verdict/json_parts.hpp"

namespace tapir::reports {

namespace {

using nlohmann::ordered_json;

ordered_json exact_json(const trace::ExactNumber& exact) {
    return {{"decimal", exact.decimal}, {"hexadecimal", fmt::format("{:a}", exact.high)}};
}

ordered_json side_json(const trace::ArbitratedSide& side) {
    return {{"value", side.shown},
            {"exact", exact_json(side.exact)},
            {"distance", number_json(side.distance)},
            {"relative", number_json(side.relative)},
            {"last_places", number_json(side.last_places)},
            {"last_place", number_json(side.last_place)},
            {"within_rounding", side.within_rounding}};
}

ordered_json value_json(const trace::ArbitratedValue& value, const trace::Loops& loops) {
    return {{"tap", value.tap},
            {"component", value.component},
            {"site", site_json(value.site, loops)},
            {"unit", value.unit},
            {"inputs", value.own_inputs ? "own" : "scene"},
            {"reference", side_json(value.reference)},
            {"candidate", side_json(value.candidate)},
            {"nearer", to_text(value.nearer)},
            {"times", number_json(value.times)}};
}

ordered_json decision_json(const trace::ArbiterDecision& decision, const trace::Loops& loops) {
    return {{"tap", decision.tap},
            {"component", decision.component},
            {"site", site_json(decision.site, loops)},
            {"decided", decision.of_zero ? "exactly 0" : "whole number"},
            {"exact", number_json(decision.wide)},
            {"double", number_json(decision.in_double)}};
}

} // namespace

ordered_json arbiter_json(const trace::Arbiter& arbiter, const trace::Loops& loops) {
    ordered_json values = ordered_json::array();
    for (const trace::ArbitratedValue& value : arbiter.values) {
        values.push_back(value_json(value, loops));
    }
    ordered_json decisions = ordered_json::array();
    for (const trace::ArbiterDecision& decision : arbiter.decisions) {
        decisions.push_back(decision_json(decision, loops));
    }
    return {{"sentence", arbiter.sentence},
            {"number_type", arbiter.number_type},
            {"checked_with", arbiter.checked_with},
            {"agreement", number_json(arbiter.agreement)},
            {"values", values},
            {"other_decisions", decisions}};
}

} // namespace tapir::reports
