#pragma once

#include <string>
#include <vector>

#include "tapir/trace/model/model.hpp"

namespace tapir::trace {

/// A formula whose unit is not its tap's.
struct UnitProblem {
    std::string tap, problem; ///< a sentence without its full stop
};

/// Holds every formula's unit against its tap's, as far as all units in it are known here.
///
/// The same dimension in another size is a problem as well: a formula is computed with the numbers
/// as they are in the taps' units, so that metres and millimetres in one sum are a factor of 1000.
/// A literal number has no unit; 0 goes with any.
[[nodiscard]] std::vector<UnitProblem> unit_problems(const Model& model);

} // namespace tapir::trace
