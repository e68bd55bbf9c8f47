#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <tuple>
#include <vector>

#include "ptx/module_parts.hpp"
#include "ptx/syntax.hpp"

namespace tapir::engine::ptx {

/// Gives every register, number, address and special register of a kernel its place.
class RegisterFile {
  public:
    explicit RegisterFile(const KernelText& text);

    [[nodiscard]] std::uint32_t place(std::uint32_t register_index) const {
        return static_cast<std::uint32_t>(register_index * register_stride);
    }
    [[nodiscard]] Type type(std::uint32_t register_index) const { return types_[register_index]; }

    /// A register of the steps' own, for use inside of one instruction.
    std::uint32_t spare(std::size_t number);
    /// @param symbol  whose address is added, or ""
    std::uint32_t constant(std::uint64_t bits, std::size_t bytes, std::string_view symbol);
    std::uint32_t special(Special what);

    /// Hands all of it to the kernel.
    void move_to(Kernel& kernel);

  private:
    std::uint32_t next();

    const std::vector<Type>& types_;
    std::size_t count_;
    std::vector<std::uint32_t> spares_;
    std::map<std::tuple<std::uint64_t, std::size_t, std::string_view>, std::uint32_t> constants_;
    std::map<Special, std::uint32_t> specials_;
};

} // namespace tapir::engine::ptx
