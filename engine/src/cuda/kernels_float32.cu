#include "cuda/pixel_kernels.cuh"

namespace tapir::engine::cuda {

TAPIR_KERNELS(float32, Float32)

} // namespace tapir::engine::cuda
