#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cuda/runtime.hpp"
#include "ptx/machine.hpp"

namespace tapir::engine::cuda {

/// Kernels executed on the host, instruction by instruction: no device, no driver, and no
/// statement on either. A launch is over when it returns.
///
/// What a check finds, and any error in how the memory is used, is an InternalError.
class PtxRuntime final : public Runtime {
  public:
    /// @param texts         PTX of the kernels
    /// @param host_threads  0: as many as there are processors
    /// @throws InputError   an instruction that is not known
    explicit PtxRuntime(const std::vector<std::string>& texts, const ptx::Checks& checks = {},
                        int host_threads = 0);

    [[nodiscard]] std::string word() const override { return "ptx"; }
    [[nodiscard]] void* allocate(std::size_t bytes) override;
    void release(void* memory) noexcept override;
    [[nodiscard]] void* allocate_on_host(std::size_t bytes) override;
    void release_on_host(void* memory) noexcept override;
    void copy_to_device(void* to, const void* from, std::size_t bytes,
                        const std::string& what) override;
    void copy_to_host(void* to, const void* from, std::size_t bytes,
                      const std::string& what) override;
    void clear(void* memory, std::size_t bytes, const std::string& what) override;
    void set_constant(const DeviceSymbol& to, const void* from, std::size_t bytes,
                      const std::string& what) override;
    void launch(const DeviceSymbol& kernel, unsigned blocks, unsigned threads_per_block,
                void** arguments, const std::string& what) override;
    void wait(const std::string& /*what*/) override {}
    [[nodiscard]] double last_launch_ms() override { return last_launch_ms_; }

    /// Counts of what ran.
    [[nodiscard]] const ptx::Machine& machine() const { return machine_; }

  private:
    ptx::Machine machine_;
    double last_launch_ms_ = 0;
};

/// The PTX of this program on the host; `runtime_of` makes it once.
[[nodiscard]] std::unique_ptr<Runtime> make_ptx_runtime();

} // namespace tapir::engine::cuda
