#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "ptx/types.hpp"

namespace tapir::engine::ptx {

/// Threads that one step serves: they stand side by side in every register.
inline constexpr std::uint32_t lane_count = 32;
/// Bytes from one register to the next: room for a value of 64 bits in every lane.
inline constexpr std::size_t register_stride = lane_count * sizeof(std::uint64_t);

struct Step;
class MemoryAccess;

/// The threads of a warp as a step sees them.
struct Lanes {
    /// Every register, `register_stride` bytes each.
    std::byte* registers = nullptr;
    /// The same again, at a fixed distance behind: bits of values that nobody wrote are 1. Null
    /// where that is not checked.
    std::byte* unwritten = nullptr;
    std::array<std::uint8_t, lane_count> active{}; ///< numbers of those that execute the step
    std::uint32_t active_count = 0;
    MemoryAccess* memory = nullptr;
};

using RunStep = void (*)(Lanes& lanes, const Step& step);

/// What a step makes of bits that nobody wrote.
enum class Unwritten : std::uint8_t {
    used,    ///< every source has to be written
    copied,  ///< they go where the bits of the sources go
    shifted, ///< the same; the second source says how far, and has to be written
    chosen,  ///< the same; the third source says which one, and has to be written
    memory,  ///< the access itself sees to it; the address has to be written
};

/// One operation on registers, or on one and memory. Most instructions are one step.
struct Step {
    RunStep all = nullptr;  ///< for 32 active lanes
    RunStep some = nullptr; ///< for those that are active
    std::uint32_t to = 0;   ///< offsets in bytes of registers in `Lanes::registers`
    std::array<std::uint32_t, 3> from{};
    std::array<std::uint8_t, 3> from_bytes{}; ///< of each source; 0: there is none
    std::uint8_t to_bytes = 0;
    Unwritten unwritten = Unwritten::used;

    /// Of an access to memory: at register `from[0]` plus `offset`.
    Space space = Space::generic;
    std::uint8_t alignment = 1;
    std::uint8_t unused_bytes = 0; ///< of a load, one bit a byte: their content means nothing
    std::int64_t offset = 0;       ///< of an access; of a half that is unpacked, its bits

    std::uint32_t instruction = 0; ///< its number in the kernel
};

/// A step cannot go on. The warp that runs it knows where.
struct StepFault {
    std::uint32_t lane;
    std::string what;
};

} // namespace tapir::engine::ptx
