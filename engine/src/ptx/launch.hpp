#pragma once

#include <cstdint>
#include <vector>

#include "ptx/checks.hpp"
#include "ptx/memory_map.hpp"
#include "ptx/module_parts.hpp"

namespace tapir::engine::ptx {

/// One launch of a kernel.
struct Launch {
    const Kernel* kernel = nullptr;
    const std::vector<Constant>* constants = nullptr; ///< with addresses in their place
    std::vector<std::byte> parameters;
    std::uint32_t blocks = 0, threads_per_block = 0;
};

/// Runs all blocks of a launch, spread over threads of the host.
/// @param host_threads  at least 1
/// @return how many threads came through each block of instructions, [kernel->blocks.size()]
/// @throws Fault  of the first block that has one, in the order in which blocks run
[[nodiscard]] std::vector<std::uint64_t> run_launch(const Launch& launch, MemoryMap& map,
                                                    const Checks& checks, unsigned host_threads);

} // namespace tapir::engine::ptx
