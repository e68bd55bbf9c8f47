#pragma once

#include <array>
#include <string>
#include <unordered_map>

#include "ptx/step.hpp"

namespace tapir::engine::ptx {

/// One opcode with all its modifiers and types, and what executes it.
struct Form {
    RunStep all = nullptr;
    RunStep some = nullptr;
    std::uint8_t to = 0;                ///< bytes of the result
    std::array<std::uint8_t, 3> from{}; ///< bytes of each source; 0: there is none
    Unwritten unwritten = Unwritten::used;
    bool widens = false;       ///< registers may be wider than the types say
    bool sign_carries = false; ///< into the rest of a register that is wider than the result
};

/// Opcodes of instructions that only compute: "add.rn.f64" -> its form.
using FormTable = std::unordered_map<std::string, Form>;

} // namespace tapir::engine::ptx
