#pragma once

#include <optional>
#include <string_view>

#include "ptx/types.hpp"

namespace tapir::engine::ptx {

/// What an instruction says of its access to memory.
struct AccessOpcode {
    bool loads = false;
    Space space = Space::generic;
    Type type = Type::b8;
    std::size_t elements = 1; ///< of the vector: 1, 2 or 4
};

/// @param opcode  "ld.global.nc.v2.f64"
/// @return none where it has a modifier that is not known, or stores where no thread may
[[nodiscard]] std::optional<AccessOpcode> access_opcode(std::string_view opcode);

} // namespace tapir::engine::ptx
