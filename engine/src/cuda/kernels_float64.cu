#include "cuda/pixel_kernels.cuh"

namespace tapir::engine::cuda {

TAPIR_KERNELS(float64, Float64)

} // namespace tapir::engine::cuda
