#pragma once

#include <memory>

#include "cuda/runtime.hpp"

namespace tapir::engine::cuda {

/// The CUDA runtime and the device it finds; `runtime_of` makes it once.
[[nodiscard]] std::unique_ptr<Runtime> make_cudart_runtime();

} // namespace tapir::engine::cuda
