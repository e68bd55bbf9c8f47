#include "ptx/launch.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "ptx/memory_access.hpp"
#include "ptx/thread_rows.hpp"
#include "ptx/warp.hpp"

namespace tapir::engine::ptx {

namespace {

/// The blocks of a launch, taken one after another by threads of the host.
class BlockQueue {
  public:
    BlockQueue(const Launch& launch, MemoryMap& map, const Checks& checks)
        : launch_(launch), map_(map), checks_(checks),
          order_(numbers_in_order(launch.blocks, checks.order, checks.seed)),
          first_fault_(order_.size()), passes_(launch.kernel->blocks.size()) {}

    /// What one thread of the host does. Throws nothing: `result` does.
    void work() noexcept {
        try {
            take_blocks();
        } catch (...) { // no memory for a warp
            remember_fault(0, std::current_exception());
        }
    }

    std::vector<std::uint64_t> result() {
        if (fault_) {
            std::rethrow_exception(fault_);
        }
        return std::move(passes_);
    }

  private:
    void take_blocks() {
        MemoryAccess memory(map_, checks_);
        memory.begin_kernel(launch_.parameters, launch_.kernel->local_bytes,
                            launch_.kernel->shared_bytes);
        Warp warp(*launch_.kernel, *launch_.constants, memory, checks_);
        // every block before a faulty one runs, so that the first fault is the same every time
        for (std::size_t i = next_++; i < first_fault_; i = next_++) {
            try {
                run_block(order_[i], memory, warp);
            } catch (...) {
                remember_fault(i, std::current_exception());
            }
        }
        const std::scoped_lock lock(mutex_);
        for (std::size_t i = 0; i < passes_.size(); ++i) {
            passes_[i] += warp.passes()[i];
        }
    }

    void run_block(std::uint32_t block, MemoryAccess& memory, Warp& warp) const {
        const std::vector<std::uint32_t> threads =
            numbers_in_order(launch_.threads_per_block, checks_.order, checks_.seed + block + 1);
        memory.begin_block();
        for (std::size_t first = 0; first < threads.size(); first += lane_count) {
            Warp::Threads row{.block = block,
                              .blocks = launch_.blocks,
                              .threads_per_block = launch_.threads_per_block};
            row.count = static_cast<std::uint32_t>(
                std::min<std::size_t>(lane_count, threads.size() - first));
            std::array<std::uint32_t, lane_count> in_launch{};
            for (std::uint32_t lane = 0; lane < row.count; ++lane) {
                row.number.at(lane) = threads[first + lane];
                in_launch.at(lane) = block * launch_.threads_per_block + threads[first + lane] + 1;
            }
            memory.begin_warp(in_launch);
            warp.run(row);
        }
    }

    void remember_fault(std::size_t place, const std::exception_ptr& fault) {
        const std::scoped_lock lock(mutex_);
        if (place < first_fault_) {
            first_fault_ = place;
            fault_ = fault;
        }
    }

    const Launch& launch_;
    MemoryMap& map_;
    const Checks& checks_;
    std::vector<std::uint32_t> order_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<std::size_t> first_fault_; ///< place in the order; the count where there is none
    std::mutex mutex_;
    std::exception_ptr fault_;
    std::vector<std::uint64_t> passes_;
};

} // namespace

std::vector<std::uint64_t> run_launch(const Launch& launch, MemoryMap& map, const Checks& checks,
                                      unsigned host_threads) {
    BlockQueue queue(launch, map, checks);
    // marks beside the memory are no business of several threads
    const bool alone = checks.initialised || checks.races;
    const unsigned workers = alone ? 1 : std::min(host_threads, launch.blocks);
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < workers; ++i) {
        others.emplace_back([&queue] { queue.work(); });
    }
    queue.work();
    others.clear(); // waits for them
    return queue.result();
}

} // namespace tapir::engine::ptx
