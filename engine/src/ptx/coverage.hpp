#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tapir::engine::ptx {

/// One instruction of a text.
struct InstructionText {
    int line = 0; ///< of the PTX text, from 1
    std::string text;
};

/// What ran of a kernel.
struct KernelCoverage {
    std::string kernel;
    std::uint64_t launches = 0;
    std::size_t instructions = 0; ///< it has
    std::vector<InstructionText> never_ran;
};

/// What ran since a machine was made: every kernel of every module, in order, launched or not.
using Coverage = std::vector<KernelCoverage>;

} // namespace tapir::engine::ptx
