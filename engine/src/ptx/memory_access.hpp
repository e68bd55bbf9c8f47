#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "ptx/checks.hpp"
#include "ptx/memory_map.hpp"
#include "ptx/step.hpp"

namespace tapir::engine::ptx {

/// Where the spaces begin that are no memory of the host. No address of a host is as large, so a
/// generic address tells its space.
inline constexpr std::uint64_t param_window = std::uint64_t{1} << 60U;
inline constexpr std::uint64_t local_window = std::uint64_t{2} << 60U;
inline constexpr std::uint64_t shared_window = std::uint64_t{3} << 60U;

/// What threads of one warp can access, and the checks of it.
class MemoryAccess {
  public:
    MemoryAccess(MemoryMap& map, const Checks& checks) : map_(map), checks_(checks) {}

    /// Bytes of one kernel's parameters, and what it has of memory for a thread and for a block.
    void begin_kernel(std::vector<std::byte> parameters, std::size_t local_bytes,
                      std::size_t shared_bytes);
    void begin_block();
    /// @param threads  of the lanes, in the launch, counted from 1
    void begin_warp(const std::array<std::uint32_t, lane_count>& threads);

    /// Bytes that a step may access, and the marks of those that nobody wrote, or null.
    struct Bytes {
        std::byte* data;
        std::uint8_t* unwritten;
    };

    /// @param bytes  1, 2, 4 or 8
    /// @throws StepFault  a check forbids it
    Bytes find(const Step& step, std::uint32_t lane, std::uint64_t address, std::size_t bytes,
               bool writes) {
        const Hit& hit = hits_[step.instruction % hits_.size()];
        if (hit.space == step.space && address - hit.begin <= hit.bytes - bytes &&
            bytes <= hit.bytes && (address & (step.alignment - 1U)) == 0) {
            return {reinterpret_cast<std::byte*>(address), nullptr};
        }
        return find_slowly(step, lane, address, bytes, writes);
    }

    /// All lanes find the same bytes at the same address, and nobody writes down who was there.
    [[nodiscard]] bool is_same_for_all(const Step& step) const {
        return step.space != Space::local && step.space != Space::generic && !checks_.races &&
               !checks_.initialised;
    }

  private:
    /// Memory of the host in which an access of the same instruction was last found allowed.
    struct Hit {
        std::uint64_t begin = 0;
        std::size_t bytes = 0;
        Space space = Space::generic;
    };

    Bytes find_slowly(const Step& step, std::uint32_t lane, std::uint64_t address,
                      std::size_t bytes, bool writes);
    Bytes find_in_window(const Step& step, std::uint32_t lane, std::uint64_t address,
                         std::size_t bytes, bool writes);
    Bytes find_on_host(const Step& step, std::uint32_t lane, std::uint64_t address,
                       std::size_t bytes, bool writes);
    void check_race(Region& region, std::uint32_t lane, std::uint64_t address, std::size_t bytes,
                    bool writes) const;

    MemoryMap& map_;
    Checks checks_;
    std::array<Hit, 64> hits_;
    std::vector<std::byte> parameters_, local_, shared_;
    std::vector<std::uint8_t> local_unwritten_, shared_unwritten_;
    std::vector<std::uint32_t> shared_writer_, shared_reader_;
    std::size_t local_bytes_ = 0;
    std::array<std::uint32_t, lane_count> threads_{};
};

} // namespace tapir::engine::ptx
