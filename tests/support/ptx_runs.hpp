#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "ptx/machine.hpp"

/// Small PTX texts, run.
namespace tapir::test {

/// A text with one kernel.
/// @param body  declarations and instructions; `ret;` is added
inline std::string ptx_text(const std::string& parameters, const std::string& body,
                            const std::string& variables = "") {
    return ".version 9.0\n.target sm_90\n.address_size 64\n" + variables +
           ".visible .entry kernel(" + parameters + ")\n{\n" + body + "ret;\n}\n";
}

/// How a value stands in a register of these texts and in memory.
struct PtxSlot {
    char letter;        ///< b, h, w, d: 8 to 64 bits; p: a predicate
    const char* reg;    ///< prefix of its registers
    std::size_t bytes;  ///< in memory; a predicate is a word that is 0 or 1 there
    const char* memory; ///< type of the access
};

inline PtxSlot ptx_slot(char letter) {
    switch (letter) {
    case 'b':
        return {'b', "%h", 1, "u8"};
    case 'h':
        return {'h', "%h", 2, "u16"};
    case 'w':
        return {'w', "%w", 4, "u32"};
    case 'p':
        return {'p', "%p", 4, "u32"};
    default:
        return {'d', "%d", 8, "u64"};
    }
}

/// The text of a kernel that applies one instruction to the values of each thread:
/// kernel(result, source, source, ...), arrays with one element a thread.
/// @param shape  letters of the result and of the sources, see PtxSlot
inline std::string one_instruction(const std::string& opcode, const std::string& shape) {
    std::string parameters = ".param .u64 p0";
    std::string body = ".reg .pred %p<9>; .reg .b16 %h<9>; .reg .b32 %w<20>; .reg .b64 %d<9>;\n"
                       ".reg .b64 %a<9>;\nmov.u32 %w10, %tid.x;\n";
    std::string operands;
    for (std::size_t i = 1; i < shape.size(); ++i) {
        const PtxSlot slot = ptx_slot(shape[i]);
        const std::string n = std::to_string(i);
        parameters += ", .param .u64 p" + n;
        body += "ld.param.u64 %a" + n + ", [p" + n + "];\nmad.wide.u32 %a" + n + ", %w10, " +
                std::to_string(slot.bytes) + ", %a" + n + ";\n";
        if (slot.letter == 'p') {
            body += "ld.global.u32 %w11, [%a" + n + "];\nsetp.ne.u32 %p" + n + ", %w11, 0;\n";
        } else {
            body +=
                std::string("ld.global.") + slot.memory + " " + slot.reg + n + ", [%a" + n + "];\n";
        }
        operands += std::string(", ") + slot.reg + n;
    }
    const PtxSlot to = ptx_slot(shape.front());
    body += opcode + " " + to.reg + "0" + operands +
            ";\nld.param.u64 %a0, [p0];\nmad.wide.u32 %a0, "
            "%w10, " +
            std::to_string(to.bytes) + ", %a0;\n";
    body += to.letter == 'p' ? std::string("selp.u32 %w0, 1, 0, %p0;\nst.global.u32 [%a0], %w0;\n")
                             : std::string("st.global.") + to.memory + " [%a0], " + to.reg + "0;\n";
    return ptx_text(parameters, body);
}

/// What one instruction makes of values, each in a thread of its own.
/// @param sources  bits of each source, [sources][count]
/// @return bits of the results, [count]
inline std::vector<std::uint64_t> applied(const std::string& opcode, const std::string& shape,
                                          const std::vector<std::vector<std::uint64_t>>& sources) {
    using namespace engine::ptx;
    Machine machine({read_module(one_instruction(opcode, shape))}, {.initialised = false}, 1);
    const std::size_t count = sources.front().size();
    std::vector<void*> arrays;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const std::size_t bytes = ptx_slot(shape[i]).bytes;
        arrays.push_back(machine.allocate(bytes * count));
        for (std::size_t k = 0; i > 0 && k < count; ++k) {
            machine.copy_to_device(static_cast<char*>(arrays[i]) + k * bytes, &sources[i - 1][k],
                                   bytes);
        }
    }
    std::vector<void*> arguments;
    for (void*& array : arrays) {
        arguments.push_back(&array);
    }
    machine.launch("kernel", 1, static_cast<std::uint32_t>(count), arguments.data());
    std::vector<std::uint64_t> results(count);
    const std::size_t bytes = ptx_slot(shape.front()).bytes;
    for (std::size_t k = 0; k < count; ++k) {
        machine.copy_to_host(&results[k], static_cast<const char*>(arrays[0]) + k * bytes, bytes);
    }
    return results;
}

/// The bits of a value, in the lowest bytes.
template <class Value>
std::uint64_t bits_of(Value value) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof value);
    return bits;
}

/// The letter of a C++ type, see PtxSlot.
template <class Value>
char letter_of() {
    return sizeof(Value) == 1 ? 'b' : sizeof(Value) == 2 ? 'h' : sizeof(Value) == 4 ? 'w' : 'd';
}

/// Opcodes that are known here and begin with one of some words, but were not asked.
template <class Table, class Asked>
std::string unasked(const Table& table, const std::vector<std::string>& verbs, const Asked& asked) {
    std::string missing;
    for (const auto& [opcode, form] : table) {
        for (const std::string& verb : verbs) {
            if (opcode.starts_with(verb + ".") && asked.count(opcode) == 0) {
                missing += opcode + " ";
            }
        }
    }
    return missing;
}

} // namespace tapir::test
