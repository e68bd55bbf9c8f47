#include "ptx/device_memory.hpp"

#include <algorithm>
#include <cstring>

#include "tapir/trace/base/error.hpp"

namespace tapir::engine::ptx {

namespace {

std::uint64_t address_of(const void* memory) {
    return reinterpret_cast<std::uint64_t>(memory);
}

/// Marks of bytes in a block, or null where none are kept.
std::uint8_t* marks_of(Region& region, const void* memory) {
    return region.unwritten.empty() ? nullptr
                                    : region.unwritten.data() + (address_of(memory) - region.begin);
}

void mark_written(Region& region, const void* memory, std::size_t bytes) {
    if (std::uint8_t* const marks = marks_of(region, memory); marks != nullptr) {
        std::memset(marks, 0, bytes);
    }
}

} // namespace

Region& DeviceMemory::region_of(const void* memory, std::size_t bytes, const char* what) {
    const std::uint64_t address = address_of(memory);
    Region* const region = map_.find(address);
    if (region == nullptr || region->end() - address < bytes) {
        throw InternalError(std::string("PTX memory: ") + what + " of " + std::to_string(bytes) +
                            " bytes, " + map_.place_of(address, bytes));
    }
    return *region;
}

void* DeviceMemory::allocate(std::size_t bytes) {
    return bytes == 0 ? nullptr : map_.add(bytes, Space::global, "", false).data();
}

void DeviceMemory::release(const void* memory) {
    if (memory == nullptr) {
        return;
    }
    const Region* const region = map_.find(address_of(memory));
    if (region == nullptr || !region->name.empty() || !map_.remove(address_of(memory))) {
        throw InternalError("PTX memory: released, but not allocated, or released before");
    }
}

void DeviceMemory::copy_to_device(void* to, const void* from, std::size_t bytes) {
    if (bytes == 0) {
        return;
    }
    Region& region = region_of(to, bytes, "a copy to the device");
    std::memcpy(to, from, bytes);
    mark_written(region, to, bytes);
}

void DeviceMemory::copy_to_host(void* to, const void* from, std::size_t bytes) {
    if (bytes == 0) {
        return;
    }
    Region& region = region_of(from, bytes, "a copy from the device");
    if (const std::uint8_t* const marks = marks_of(region, from); marks != nullptr) {
        const std::uint8_t* const unwritten =
            std::find_if(marks, marks + bytes, [](std::uint8_t mark) { return mark != 0; });
        if (unwritten != marks + bytes) {
            throw InternalError("PTX memory: a copy from the device of byte " +
                                std::to_string(unwritten - region.unwritten.data()) + " of " +
                                region.description() + ", which nobody wrote");
        }
    }
    std::memcpy(to, from, bytes);
}

void DeviceMemory::copy_on_device(void* to, const void* from, std::size_t bytes) {
    if (bytes == 0) {
        return;
    }
    Region& source = region_of(from, bytes, "a copy on the device");
    Region& target = region_of(to, bytes, "a copy on the device");
    std::memmove(to, from, bytes);
    if (std::uint8_t* const marks = marks_of(target, to); marks != nullptr) {
        std::memmove(marks, marks_of(source, from), bytes);
    }
}

void DeviceMemory::clear(void* memory, int value, std::size_t bytes) {
    if (bytes == 0) {
        return;
    }
    Region& region = region_of(memory, bytes, "a clearing");
    std::memset(memory, value, bytes);
    mark_written(region, memory, bytes);
}

} // namespace tapir::engine::ptx
