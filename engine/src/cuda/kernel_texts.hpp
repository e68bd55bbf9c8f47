#pragma once

#include <string>
#include <vector>

namespace tapir::engine::cuda {

/// Of texts with kernels of ours, and of several with the same ones that for the newest
/// architecture, which is what a driver takes for a device newer than all.
[[nodiscard]] std::vector<std::string> newest_kernels(const std::vector<std::string>& texts);

/// The PTX of the engine's kernels that nvcc put into this program, read once.
/// @throws DeviceUnavailable  there is none, or none that can be read
[[nodiscard]] const std::vector<std::string>& kernels_ptx();

} // namespace tapir::engine::cuda
