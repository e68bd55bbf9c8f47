#pragma once

#include <optional>
#include <string_view>

#include "ptx/syntax.hpp"

namespace tapir::engine::ptx {

/// The bits of a number that an instruction names.
/// @param bytes  of the value that is taken
/// @param type   last in the opcode: "f64", "s32", "pred"
/// @return none where the number is none of the type, or too large for it
[[nodiscard]] std::optional<std::uint64_t> number_bits(const Operand& operand, std::size_t bytes,
                                                       std::string_view type);

} // namespace tapir::engine::ptx
