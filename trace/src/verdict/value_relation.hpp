#pragma once

#include <vector>

#include "tapir/trace/record/cause_class.hpp"
#include "tapir/trace/stage/finding.hpp"
#include "verdict/text_differences.hpp"

namespace tapir::trace {

/// What relates all differing values of a root: a factor, a sign, something added.
struct ValueRelation {
    CauseClass cause_class = CauseClass::unknown;
    Evidence evidence{{Rule::no_relation}};
};

/// A factor of -1 or a power of ten holds for one value already, any other number only where at
/// least two different values have it in common.
[[nodiscard]] ValueRelation relation_of(const std::vector<DifferingValues>& values);

} // namespace tapir::trace
