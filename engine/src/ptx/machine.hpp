#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "ptx/checks.hpp"
#include "ptx/coverage.hpp"
#include "ptx/module.hpp"

namespace tapir::engine::ptx {

/// A device that is none: the memory is the host's, and the host executes the PTX, one operation
/// after another, each rounded as PTX says.
///
/// Any number of threads may call it at once. Launches run side by side unless `initialised` or
/// `races` is checked; what changes memory by itself (release, set_constant, copies) waits for
/// them. A kernel's results do not depend on the number of host threads.
class Machine {
  public:
    /// @param modules       kernels and variables; a name may stand in one module only
    /// @param host_threads  that blocks are spread over; 0: as many as OpenMP would take, which is
    ///                      what --threads sets
    /// @throws InputError   two modules define one visible name
    explicit Machine(std::vector<Module> modules, const Checks& checks = {}, int host_threads = 0);
    ~Machine();
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;
    Machine(Machine&&) = delete;
    Machine& operator=(Machine&&) = delete;

    /// Device memory: a block of the host's, which no other touches (256 bytes lie between any
    /// two). Its content is not initialised.
    /// @return aligned to 256 bytes, null for no bytes
    /// @throws std::bad_alloc
    [[nodiscard]] void* allocate(std::size_t bytes);
    /// @param memory  from `allocate`, or null
    /// @throws InternalError  anything else, or released before
    void release(void* memory);

    /// Copies. Every byte on the device must lie in one allocation.
    /// @throws InternalError  it does not, or, where `initialised` is checked, was never written
    void copy_to_device(void* to, const void* from, std::size_t bytes);
    void copy_to_host(void* to, const void* from, std::size_t bytes) const;
    /// What is not initialised stays so.
    void copy_on_device(void* to, const void* from, std::size_t bytes);
    /// Sets bytes to a value.
    void clear(void* memory, int value, std::size_t bytes);

    /// Writes the first bytes of a variable in constant or global memory.
    /// @param name     as it stands in the PTX text
    /// @param bytes    [count], on the host
    /// @throws InternalError  no module has the variable, several have it, or it is smaller
    void set_constant(std::string_view name, const void* bytes, std::size_t count);
    /// The same from device memory.
    void set_constant_from_device(std::string_view name, const void* from, std::size_t count);

    /// Runs a kernel; returns when it is over.
    /// @param arguments  one pointer for each parameter of the kernel; the PTX says how many bytes
    /// @throws Fault          an access that `checks` forbids; of several, that of the first block
    /// @throws InternalError  no module has the kernel, or it allows no blocks of so many threads
    void launch(std::string_view kernel, std::uint32_t blocks, std::uint32_t threads_per_block,
                void* const* arguments);

    /// Instructions that threads executed, each counted once a thread.
    [[nodiscard]] std::uint64_t instructions_run() const;
    [[nodiscard]] Coverage coverage() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace tapir::engine::ptx
