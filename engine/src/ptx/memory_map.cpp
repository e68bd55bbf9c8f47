#include "ptx/memory_map.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <new>
#include <utility>

namespace tapir::engine::ptx {

namespace {

constexpr std::size_t gap_bytes = 256; ///< before and behind each block; also its alignment

} // namespace

std::string counted_bytes(std::uint64_t bytes) {
    return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes");
}

std::string Region::description() const {
    if (name.empty()) {
        return "an allocation of " + counted_bytes(bytes);
    }
    return "the variable " + name + " of " + counted_bytes(bytes);
}

void MemoryMap::Freed::operator()(std::byte* memory) const {
    ::operator delete (memory, std::align_val_t{gap_bytes});
}

Region& MemoryMap::add(std::size_t bytes, Space space, const std::string& name, bool written) {
    if (bytes > std::numeric_limits<std::size_t>::max() - 2 * gap_bytes) {
        throw std::bad_alloc();
    }
    Block block;
    block.memory.reset(static_cast<std::byte*>(
        ::operator new (bytes + 2 * gap_bytes, std::align_val_t{gap_bytes})));
    std::byte* const first = block.memory.get() + gap_bytes;
    if (written) {
        std::memset(first, 0, bytes);
    }
    block.region.begin = reinterpret_cast<std::uint64_t>(first);
    block.region.bytes = bytes;
    block.region.space = space;
    block.region.name = name;
    if (track_unwritten_) {
        block.region.unwritten.assign(bytes, written ? std::uint8_t{0} : std::uint8_t{0xFF});
    }
    const std::uint64_t begin = block.region.begin;
    return blocks_.insert_or_assign(begin, std::move(block)).first->second.region;
}

bool MemoryMap::remove(std::uint64_t begin) {
    return blocks_.erase(begin) == 1;
}

const Region* MemoryMap::find(std::uint64_t address) const {
    const auto after = blocks_.upper_bound(address);
    if (after == blocks_.begin()) {
        return nullptr;
    }
    const Region& region = std::prev(after)->second.region;
    return address < region.end() ? &region : nullptr;
}

Region* MemoryMap::find(std::uint64_t address) {
    return const_cast<Region*>(
        std::as_const(*this).find(address)); // of this map, which is not const
}

std::string MemoryMap::place_of(std::uint64_t address, std::size_t bytes) const {
    const auto after = blocks_.upper_bound(address);
    const Region* before = after == blocks_.begin() ? nullptr : &std::prev(after)->second.region;
    const Region* behind = after == blocks_.end() ? nullptr : &after->second.region;
    const std::uint64_t end = address + bytes;
    const std::uint64_t over = before == nullptr ? ~std::uint64_t{0} : end - before->end();
    const std::uint64_t under = behind == nullptr ? ~std::uint64_t{0} : behind->begin - address;
    if (before == nullptr && behind == nullptr) {
        return "where no memory was allocated";
    }
    if (over <= under) {
        return counted_bytes(over) + " beyond the end of " + before->description();
    }
    return counted_bytes(under) + " before the start of " + behind->description();
}

void MemoryMap::begin_launch() {
    for (auto& [begin, block] : blocks_) {
        std::fill(block.region.writer.begin(), block.region.writer.end(), 0U);
        std::fill(block.region.reader.begin(), block.region.reader.end(), 0U);
    }
}

} // namespace tapir::engine::ptx
