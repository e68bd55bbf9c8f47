#pragma once

#include <cstddef>
#include <string>

#include "ptx/memory_map.hpp"

namespace tapir::engine::ptx {

/// A machine's memory as the host uses it: whole blocks and copies. Not safe from several threads.
/// Every copy throws InternalError where its bytes on the device do not lie in one block.
class DeviceMemory {
  public:
    /// @param track_unwritten  a copy to the host of bytes that nobody wrote is an error
    explicit DeviceMemory(bool track_unwritten) : map_(track_unwritten) {}

    [[nodiscard]] MemoryMap& map() { return map_; }

    [[nodiscard]] void* allocate(std::size_t bytes);
    void release(const void* memory);
    void copy_to_device(void* to, const void* from, std::size_t bytes);
    void copy_to_host(void* to, const void* from, std::size_t bytes);
    void copy_on_device(void* to, const void* from, std::size_t bytes);
    void clear(void* memory, int value, std::size_t bytes);

    /// The block that holds some bytes.
    /// @param what  is done with them, for the error
    Region& region_of(const void* memory, std::size_t bytes, const char* what);

  private:
    MemoryMap map_;
};

} // namespace tapir::engine::ptx
