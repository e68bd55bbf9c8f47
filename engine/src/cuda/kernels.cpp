#include "cuda/kernels.hpp"

#include <algorithm>

#include "tapir/trace/base/error.hpp"

namespace tapir::engine::cuda {

const KernelUnit& kernels_of(Dtype dtype) {
    static const KernelUnit float64 = kernels_of_float64();
    static const KernelUnit mixed = kernels_of_mixed();
    static const KernelUnit float32 = kernels_of_float32();
    switch (dtype) {
    case Dtype::float64:
        break;
    case Dtype::mixed:
        return mixed;
    case Dtype::float32:
        return float32;
    }
    return float64;
}

const Kernel& kernel_for(Dtype dtype, KernelUse use, bool cells_are_constant) {
    const auto& kernels = kernels_of(dtype).kernels;
    const auto* const found =
        std::find_if(kernels.begin(), kernels.end(), [&](const Kernel& kernel) {
            return kernel.use == use && kernel.cells_are_constant == cells_are_constant;
        });
    if (found == kernels.end()) {
        throw InternalError("there is no such kernel");
    }
    return *found;
}

std::vector<Kernel> all_kernels() {
    std::vector<Kernel> all;
    for (const auto& [word, dtype] : dtype_choice.words) {
        const auto& kernels = kernels_of(dtype).kernels;
        all.insert(all.end(), kernels.begin(), kernels.end());
    }
    return all;
}

} // namespace tapir::engine::cuda
