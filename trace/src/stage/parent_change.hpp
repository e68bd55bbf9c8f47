#pragma once

#include <string>
#include <vector>

namespace tapir::trace {

using Values = std::vector<double>;

/// One way in which a port can get a value wrong on its way into a stage.
struct ParentChange {
    std::string cause_class; ///< empty: left out, which means what the stage makes of it
    std::string what;        ///< the parent's name follows
    Values (*apply)(const Values&, int);
    int parameter;
};

/// All that are tried, the most telling first.
[[nodiscard]] std::vector<ParentChange> parent_changes();

} // namespace tapir::trace
