#include "tapir/trace/stage/conditioning.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>

#include "tapir/trace/align/own_values.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

bool is_decided(const ReplayedValue& node) {
    return node.margin < ReplayedValue{}.margin;
}

bool is_slope(double slope) {
    return slope != 0 && std::isfinite(slope);
}

/// Whether a slope is that of a table's entry by its index, which was decided on.
bool is_of_table(double slope, const ReplayedValue& parent) {
    return std::fabs(slope) >= ReplayedValue::anything && is_decided(parent);
}

ConditioningTerm term_of(const ReplayedValue& of, double slope, double record) {
    const double relative =
        record != 0 ? slope * of.used / record : std::numeric_limits<double>::quiet_NaN();
    return {of.node, of.used, slope, relative};
}

void sort_largest_first(std::vector<ConditioningTerm>& terms) {
    std::stable_sort(terms.begin(), terms.end(),
                     [](const ConditioningTerm& a, const ConditioningTerm& b) {
                         return std::fabs(a.relative) > std::fabs(b.relative);
                     });
}

std::string brief(double value) {
    constexpr int digits = 2;
    return general(value, digits);
}

std::string name_of(const NodeKey& key, const Loops& loops) {
    const std::string component =
        key.component > 0 ? "[" + std::to_string(key.component) + "]" : "";
    return key.tap + component + (key.site == Site{} ? "" : " at " + to_text(key.site, loops));
}

} // namespace

RecordConditioning Conditioning::of(int node) const {
    const std::vector<ReplayedValue>& nodes = run_->nodes();
    const ReplayedValue& record = nodes[static_cast<std::size_t>(node)];
    RecordConditioning result;
    result.node = record.node;
    result.value = record.used;
    // slope of the record by what feeds it, latest node first: its own slope is whole by then
    std::map<int, double, std::greater<>> slopes{{node, 1.0}};
    while (!slopes.empty()) {
        const auto [here, slope] = *slopes.begin();
        slopes.erase(slopes.begin());
        const ReplayedValue& from = nodes[static_cast<std::size_t>(here)];
        if (from.parents.empty() && !from.node.site.in_pixel() && is_slope(slope) && here != node) {
            result.parameters.push_back(term_of(from, slope, record.used));
        }
        if (is_decided(from)) {
            continue;
        }
        for (const auto& [parent, by_parent] : from.parents) {
            if (is_slope(by_parent) &&
                !is_of_table(by_parent, nodes[static_cast<std::size_t>(parent)])) {
                slopes[parent] += slope * by_parent;
            }
        }
    }
    for (const auto& [parent, by_parent] : record.parents) {
        const ReplayedValue& of = nodes[static_cast<std::size_t>(parent)];
        if (is_slope(by_parent) && !is_of_table(by_parent, of) && !is_decided(record)) {
            result.inputs.push_back(term_of(of, by_parent, record.used));
        }
    }
    sort_largest_first(result.inputs);
    sort_largest_first(result.parameters);
    return result;
}

std::string conditioning_sentence(const RecordConditioning& record, double relative,
                                  const Loops& loops) {
    constexpr std::size_t shown = 3;
    std::string list;
    for (std::size_t i = 0; i < std::min(shown, record.parameters.size()); ++i) {
        const ConditioningTerm& term = record.parameters[i];
        if (!std::isfinite(term.relative) || term.relative == 0) {
            break;
        }
        const double needed = relative / std::fabs(term.relative);
        const double ulp = needed * std::fabs(term.value) / last_place_of(term.value, false);
        list += (list.empty() ? "" : ", or of ") + name_of(term.of, loops) + " by " +
                brief(needed) + " (" + brief(ulp) + " ulp)";
    }
    return list.empty() ? ""
                        : "a relative " + brief(relative) + " here is a relative change of " + list;
}

} // namespace tapir::trace
