#include "cuda/pixel_kernels.cuh"

// kernels and constants have C's names, which stand in no namespace
using namespace tapir::engine;
using namespace tapir::engine::cuda;

TAPIR_KERNELS(mixed, Mixed)
