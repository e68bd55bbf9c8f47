#pragma once

#include <cstdint>
#include <memory>

#include "tapir/engine/experiment.hpp"

namespace tapir::engine {

/// Applies defaults and conventions in the C program's order.
/// @throws InputError  a value that makes no experiment; names the field in the user's terms
[[nodiscard]] Experiment resolve(ExperimentRequest request,
                                 std::shared_ptr<const StructureFactors> structure_factors);

/// A number that changes whenever anything the crystal vectors depend on may have changed.
[[nodiscard]] std::uint64_t scene_key(const Experiment& experiment);

} // namespace tapir::engine
