#pragma once

#include "ptx/step.hpp"

namespace tapir::engine::ptx {

/// Makes a step read memory, or write it.
/// @param step   `from[0]` is the address; of a store, `from[1]` the value
/// @param bytes  1, 2, 4 or 8
void make_load(Step& step, std::size_t bytes);
void make_store(Step& step, std::size_t bytes);

} // namespace tapir::engine::ptx
