#include "cuda/pixel_kernels.cuh"

namespace tapir::engine::cuda {

TAPIR_KERNELS(mixed, Mixed)

} // namespace tapir::engine::cuda
