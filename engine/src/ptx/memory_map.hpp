#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ptx/types.hpp"

namespace tapir::engine::ptx {

/// A block of the host's memory that kernels may access: an allocation or a variable.
struct Region {
    std::uint64_t begin = 0; ///< its address
    std::size_t bytes = 0;
    Space space = Space::global;
    std::string name; ///< of a variable; "" for an allocation
    /// [bytes], bits that nobody wrote are 1; empty where that is not checked.
    std::vector<std::uint8_t> unwritten;
    /// [bytes], which thread of the running launch wrote or read a byte, counted from 1; empty
    /// where that is not checked, or in a launch that did not come here.
    std::vector<std::uint32_t> writer, reader;

    [[nodiscard]] std::uint64_t end() const { return begin + bytes; }
    [[nodiscard]] std::byte* data() const { return reinterpret_cast<std::byte*>(begin); }
    [[nodiscard]] std::string description() const;
};

/// "1 byte", "8 bytes".
[[nodiscard]] std::string counted_bytes(std::uint64_t bytes);

/// All of them.
class MemoryMap {
  public:
    /// @param track_unwritten  keeps a row of marks beside each block
    explicit MemoryMap(bool track_unwritten) : track_unwritten_(track_unwritten) {}

    /// A block that no other touches: 256 bytes lie between any two.
    /// @param bytes    at least 1
    /// @param written  its content counts as written; it is zero
    Region& add(std::size_t bytes, Space space, const std::string& name, bool written);
    /// @return false  no block begins there
    bool remove(std::uint64_t begin);

    /// The block that an address lies in, or null.
    [[nodiscard]] Region* find(std::uint64_t address);
    [[nodiscard]] const Region* find(std::uint64_t address) const;
    /// Where an access to bytes that no block holds lies: "1 byte beyond the end of ...".
    [[nodiscard]] std::string place_of(std::uint64_t address, std::size_t bytes) const;

    /// Forgets who accessed what.
    void begin_launch();

  private:
    struct Freed {
        void operator()(std::byte* memory) const;
    };
    struct Block {
        Region region;
        std::unique_ptr<std::byte, Freed> memory;
    };

    bool track_unwritten_;
    std::map<std::uint64_t, Block> blocks_; ///< by the address of their first byte
};

} // namespace tapir::engine::ptx
