#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>

#include "tapir/engine/device.hpp"

namespace tapir::engine::cuda {

/// A kernel or a variable of the device code: its name there, and the address by which the CUDA
/// runtime knows it on the host.
struct DeviceSymbol {
    const char* name = nullptr;
    const void* on_host = nullptr;
};

/// All that the engine asks of a device: memory, copies, launches and their time.
///
/// Two things can be it: the CUDA runtime, and the PTX in this program executed on the host. The
/// code that uses it is the same, so that the second proves how the first is used.
///
/// Every call waits until its work is done, but for `launch`. `what` says in words what was tried,
/// for errors. Memory of one runtime means nothing to another.
///
/// @throws InputError         not enough memory
/// @throws DeviceUnavailable  the device cannot run this build's code
/// @throws InternalError      anything else, with the runtime's words for it
class Runtime {
  public:
    Runtime() = default;
    virtual ~Runtime() = default;
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;
    Runtime(Runtime&&) = delete;
    Runtime& operator=(Runtime&&) = delete;

    /// The device's word on the command line.
    [[nodiscard]] virtual std::string word() const = 0;

    /// Memory of the device, not initialised.
    [[nodiscard]] virtual void* allocate(std::size_t bytes) = 0;
    virtual void release(void* memory) noexcept = 0;

    /// Memory of the host that the device copies to at full speed.
    [[nodiscard]] virtual void* allocate_on_host(std::size_t bytes) = 0;
    virtual void release_on_host(void* memory) noexcept = 0;

    virtual void copy_to_device(void* to, const void* from, std::size_t bytes,
                                const std::string& what) = 0;
    virtual void copy_to_host(void* to, const void* from, std::size_t bytes,
                              const std::string& what) = 0;
    /// Makes every byte zero.
    virtual void clear(void* memory, std::size_t bytes, const std::string& what) = 0;

    /// Copies memory of the device into a variable in constant memory.
    virtual void set_constant(const DeviceSymbol& to, const void* from, std::size_t bytes,
                              const std::string& what) = 0;

    /// Starts a kernel.
    /// @param arguments  where each of its arguments is, in order
    virtual void launch(const DeviceSymbol& kernel, unsigned blocks, unsigned threads_per_block,
                        void** arguments, const std::string& what) = 0;

    /// Waits until all is done that was started.
    virtual void wait(const std::string& what) = 0;

    /// Time that the last launch took, which is over [ms].
    [[nodiscard]] virtual double last_launch_ms() = 0;

    /// Constant memory, and the time of the last launch, belong to one launch at a time: whoever
    /// launches holds this from setting the constants until the launch is over.
    [[nodiscard]] std::unique_lock<std::mutex> launching() { return std::unique_lock(mutex_); }

  private:
    std::mutex mutex_;
};

/// The runtime that computes for a device other than the CPU; made when it is first asked for.
/// @throws DeviceUnavailable  see require_device
[[nodiscard]] Runtime& runtime_of(Device device);

} // namespace tapir::engine::cuda
