#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "cuda/runtime.hpp"
#include "tapir/engine/run_spec.hpp"

/// The one table of the kernels. Tests hold it against the PTX that is in the program.
namespace tapir::engine::cuda {

/// What a kernel is compiled for, beside its number types.
enum class KernelUse : std::uint8_t {
    any,      ///< pixels of any scene
    lattice,  ///< of scenes that do not interpolate
    weighted, ///< of square lattices, with weights or factors of a step
    plain,    ///< of square lattices, without: an innermost loop that has no options
    trace     ///< one pixel of any scene, with its records
};

struct Kernel {
    DeviceSymbol symbol;
    Dtype dtype = Dtype::float64;
    KernelUse use = KernelUse::any;
    bool cells_are_constant = false; ///< the cells of domains stand in constant memory
};

/// The kernels of one precision; a .cu file each.
struct KernelUnit {
    DeviceSymbol constant_cells; ///< constant_bytes of constant memory
    std::array<Kernel, 9> kernels;
};

/// @name One for each .cu file
/// @{
[[nodiscard]] KernelUnit kernels_of_float64();
[[nodiscard]] KernelUnit kernels_of_mixed();
[[nodiscard]] KernelUnit kernels_of_float32();
/// @}

[[nodiscard]] const KernelUnit& kernels_of(Dtype dtype);

/// @throws InternalError  there is none
[[nodiscard]] const Kernel& kernel_for(Dtype dtype, KernelUse use, bool cells_are_constant);

/// All of them.
[[nodiscard]] std::vector<Kernel> all_kernels();

} // namespace tapir::engine::cuda
