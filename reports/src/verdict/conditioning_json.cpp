#include "tapir/reports/verdict/conditioning_json.hpp"

#include <vector>

#include <nlohmann/json.hpp>

#include "tapir/reports/verdict/json_parts.hpp"
#include "verdict/besides_json.hpp"

namespace tapir::reports {

namespace {

using nlohmann::ordered_json;

ordered_json term_json(const trace::ConditioningTerm& term, const trace::Loops& loops) {
    return {{"tap", term.of.tap},
            {"component", term.of.component},
            {"site", site_json(term.of.site, loops)},
            {"value", number_json(term.value)},
            {"slope", number_json(term.slope)},
            {"relative", number_json(term.relative)}};
}

} // namespace

ordered_json conditioning_json(const trace::RecordConditioning& record, const trace::Loops& loops) {
    const auto list = [&loops](const std::vector<trace::ConditioningTerm>& terms) {
        ordered_json array = ordered_json::array();
        for (const trace::ConditioningTerm& term : terms) {
            array.push_back(term_json(term, loops));
        }
        return array;
    };
    ordered_json object{{"tap", record.node.tap},
                        {"component", record.node.component},
                        {"site", site_json(record.node.site, loops)},
                        {"value", number_json(record.value)},
                        {"inputs", list(record.inputs)},
                        {"parameters", list(record.parameters)}};
    if (!record.sentence.empty()) {
        object["sentence"] = record.sentence;
    }
    return object;
}

} // namespace tapir::reports
