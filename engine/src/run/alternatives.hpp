#pragma once

#include <vector>

#include "tapir/engine/kernel_oracle.hpp"

namespace tapir::engine {

/// What a stage gives on other records with its operations arranged in another way, as ports are
/// known to have them.
/// @param oracle    asked for records that are not among those given
/// @param replaced  the stage's inputs
[[nodiscard]] std::vector<trace::Alternative>
alternatives_of(const KernelOracle& oracle, const Experiment& experiment,
                const trace::RecordKey& wanted, const std::vector<trace::Replacement>& replaced);

} // namespace tapir::engine
