#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ptx/types.hpp"

namespace tapir::engine::ptx {

/// The registers that can be named at a place of a kernel. Inner braces may declare names again.
class RegisterNames {
  public:
    RegisterNames() : scopes_(1) {}

    void open() { scopes_.emplace_back(); }
    /// @return false where none is open but the kernel's own
    bool close();
    [[nodiscard]] std::size_t depth() const { return scopes_.size(); }

    /// Declares registers of one type.
    /// @param count  0: one, named `name`; else `name`0 to `name`(count - 1)
    /// @param types  of all registers of the kernel; grows
    /// @return false  declared before in these braces
    bool declare(std::string_view name, std::uint32_t count, Type type, std::vector<Type>& types);

    [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const;

  private:
    struct Range {
        std::uint32_t first = 0, count = 0;
    };
    using Scope = std::unordered_map<std::string_view, Range>;

    std::vector<Scope> scopes_;
};

} // namespace tapir::engine::ptx
