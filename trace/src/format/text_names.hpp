#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "format/text_document.hpp"

namespace tapir::trace {

/// What a number of a text is called, for people and for rules that name it.
struct SlotName {
    std::string kind;  ///< of a record: "PAIR" of "TRACE_C_PAIR r2=1.5"; or ""
    std::string key;   ///< "r2", "rho[6]", "Press", "electrons.particle_momentum_y"
    int component = 0; ///< of a vector: 0 for its first number
};

/// The name of a line's number: its path in JSON; its column's heading; the words before it; those
/// of the line before; those behind it.
/// @param which  of the line's numbers, from 0
[[nodiscard]] SlotName slot_name(const TextDocument& document, std::uint32_t line,
                                 std::size_t which);

/// The name of a word that stands in a line: of what the words before it name.
/// @param which  of the line's tokens, from 0
[[nodiscard]] SlotName token_name(const TextDocument& document, std::uint32_t line,
                                  std::size_t which);

} // namespace tapir::trace
