#include "tapir/trace/stage/conditioning.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "tapir/trace/align/own_values.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

bool is_decided(const ReplayedValue& node) {
    return node.margin < ReplayedValue{}.margin;
}

/// Whether a slope is a derivative, and not that of a table's entry by its index.
bool is_slope(double slope) {
    return slope != 0 && std::isfinite(slope) && std::fabs(slope) < ReplayedValue::anything;
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
    std::vector<double> slope(static_cast<std::size_t>(node) + 1);
    slope.back() = 1;
    for (auto here = slope.size(); here-- > 0;) {
        const ReplayedValue& from = nodes[here];
        if (slope[here] == 0) {
            continue;
        }
        if (from.parents.empty() && !from.node.site.in_pixel() && is_slope(slope[here]) &&
            static_cast<int>(here) != node) {
            result.parameters.push_back(term_of(from, slope[here], record.used));
        }
        for (const auto& [parent, by_parent] : from.parents) {
            if (is_slope(by_parent) && !is_decided(from)) {
                slope[static_cast<std::size_t>(parent)] += slope[here] * by_parent;
            }
        }
    }
    for (const auto& [parent, by_parent] : record.parents) {
        if (is_slope(by_parent) && !is_decided(record)) {
            result.inputs.push_back(
                term_of(nodes[static_cast<std::size_t>(parent)], by_parent, record.used));
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
