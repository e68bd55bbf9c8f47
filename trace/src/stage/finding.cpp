#include "tapir/trace/stage/finding.hpp"

#include <algorithm>

namespace tapir::trace {

bool holds_rule(const Evidence& evidence, Rule rule) {
    return std::any_of(evidence.begin(), evidence.end(),
                       [rule](const Finding& finding) { return finding.rule == rule; });
}

bool is_unrecognised(const Evidence& evidence) {
    return evidence.size() == 1 && evidence.front().rule == Rule::no_relation;
}

void append(Evidence& evidence, const Evidence& more) {
    evidence.insert(evidence.end(), more.begin(), more.end());
}

} // namespace tapir::trace
