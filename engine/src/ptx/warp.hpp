#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "ptx/memory_access.hpp"
#include "ptx/module_parts.hpp"

namespace tapir::engine::ptx {

/// The registers of one warp, and how it goes through a kernel: threads at the same place go on
/// together; where they part, those go first that are furthest behind in the text, so that they
/// meet again where their ways do.
class Warp {
  public:
    /// @param constants  of the kernel, with addresses in their place
    Warp(const Kernel& kernel, const std::vector<Constant>& constants, MemoryAccess& memory,
         const Checks& checks);

    /// A thread of the launch in each lane.
    struct Threads {
        std::uint32_t block = 0, blocks = 1, threads_per_block = 1;
        std::array<std::uint32_t, lane_count> number{}; ///< in the block
        std::uint32_t count = 0;
    };

    /// Runs them to their end.
    /// @throws Fault
    void run(const Threads& threads);

    /// How many threads came through each block of instructions.
    [[nodiscard]] const std::vector<std::uint64_t>& passes() const { return passes_; }

  private:
    using Mask = std::uint32_t;

    void fill_registers(const Threads& threads);
    void activate(Mask mask);
    void run_steps(const BasicBlock& block);
    void check_source(const Step& step, std::size_t source) const;
    void check_sources(const Step& step) const;
    void check_guard(const BasicBlock& block) const;
    void follow_unwritten(const Step& step);
    [[nodiscard]] Mask jumping(const BasicBlock& block) const;
    /// After a block: where its threads go.
    void part(const BasicBlock& block);
    /// The threads that go on next.
    void choose();

    const Kernel& kernel_;
    const std::vector<Constant>& constants_;
    bool follows_unwritten_;
    std::vector<std::byte> registers_;
    Lanes lanes_;
    Mask alive_ = 0, mask_ = 0;
    std::uint32_t at_ = 0;                            ///< block of the active threads
    std::array<std::uint32_t, lane_count> waiting_{}; ///< block that each thread comes to next
    std::vector<std::uint64_t> passes_;
};

} // namespace tapir::engine::ptx
