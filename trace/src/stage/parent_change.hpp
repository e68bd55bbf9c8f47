#pragma once

#include <optional>
#include <vector>

#include "tapir/trace/record/cause_class.hpp"
#include "tapir/trace/stage/rule.hpp"

namespace tapir::trace {

using Values = std::vector<double>;

/// One way in which a port can get a value wrong on its way into a stage.
struct ParentChange {
    std::optional<CauseClass> cause_class; ///< none: left out, which means what the stage makes
    Rule rule;                             ///< its term is the parent
    Values (*apply)(const Values&, int);
    int parameter;
};

/// All that are tried, the most telling first.
[[nodiscard]] std::vector<ParentChange> parent_changes();

} // namespace tapir::trace
