#pragma once

#include <vector>

#include "nanobragg/option.hpp"

namespace tapir::harness {

/// Every option of the C program, with what it sets.
[[nodiscard]] const std::vector<Option>& nanobragg_options();

} // namespace tapir::harness
