#pragma once

#include <string>

#include "ptx/forms.hpp"

namespace tapir::engine::ptx {

/// Moves, whole and in pieces.
void add_move_forms(FormTable& table);

/// Names of two operations that no text can ask for, since they have blanks: "mov.b64 {x, y}, z;"
/// and "mov.b64 z, {x, y};" are made of them.
/// @param whole, part  bytes
/// @param place        of the part, from the lowest bits
[[nodiscard]] std::string name_of_piece(std::size_t whole, std::size_t part, std::size_t place);
[[nodiscard]] std::string name_of_join(std::size_t whole);

} // namespace tapir::engine::ptx
