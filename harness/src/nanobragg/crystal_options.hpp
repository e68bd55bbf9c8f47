#pragma once

#include <vector>

#include "nanobragg/option.hpp"

/// The tables of the options of the crystal: cell and orientation, size and shape, amplitudes.
namespace tapir::harness::options {

[[nodiscard]] std::vector<Option> crystal_options();
[[nodiscard]] std::vector<Option> size_options();
[[nodiscard]] std::vector<Option> structure_factor_options();

} // namespace tapir::harness::options
