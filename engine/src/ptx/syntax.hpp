#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ptx/types.hpp"

/// A PTX text as its grammar has it; names of registers and labels are looked up already.
namespace tapir::engine::ptx {

/// A number or an address as it stands in a text.
struct Operand {
    enum class Kind : std::uint8_t {
        register_, ///< `index` in the kernel's registers
        number,    ///< `bits`, of `number`
        symbol,    ///< address of the variable or parameter `name`, plus `offset`
        special,   ///< `name`: %tid.x
        memory, ///< [inner + offset]; `index` of a register, or `name` of a variable or parameter
        vector, ///< {`elements`}
    };
    enum class Number : std::uint8_t { integer, negative_integer, f32, f64 };

    Kind kind = Kind::number;
    Number number = Number::integer;
    bool by_register = false; ///< a memory operand's inner part is a register
    std::uint32_t index = 0;
    std::uint64_t bits = 0;
    std::int64_t offset = 0;
    std::string_view name;
    std::vector<Operand> elements;
};

/// Runs only in threads where the register is true, or false where `negated`.
struct Predicate {
    std::uint32_t index = 0;
    bool negated = false;
};

struct Instruction {
    int line = 0;
    std::string_view text; ///< as it stands, from predicate to semicolon
    std::optional<Predicate> predicate;
    std::string_view opcode; ///< with all modifiers and types: "ld.param.v2.u32"
    std::vector<Operand> operands;
    /// Which bytes of what a load reads are used later, the lowest bit first; the others may be
    /// anything. From a .pragma before it.
    std::uint64_t used_bytes = ~std::uint64_t{0};
};

/// An initial value: a number, or the address of another variable.
struct Initial {
    std::uint64_t bits = 0;
    std::string_view symbol; ///< "" for a number
    std::int64_t offset = 0;
};

/// A variable of a module, or of one thread or block of a kernel.
struct Variable {
    int line = 0;
    std::string_view name;
    Space space = Space::global;
    Type type = Type::b8;
    std::size_t alignment = 1;
    std::size_t count = 1;        ///< of elements
    std::vector<Initial> initial; ///< of the first elements; the rest is zero

    [[nodiscard]] std::size_t bytes() const { return count * bytes_of(type); }
};

struct KernelText {
    int line = 0;
    std::string name;
    std::vector<Variable> parameters;
    std::vector<Variable> variables; ///< local and shared
    std::vector<Type> registers;
    std::vector<Instruction> instructions;
    /// Where a label stands: the number of the instruction behind it.
    std::unordered_map<std::string_view, std::size_t> labels;
    std::uint64_t most_threads = 1024; ///< of a block
};

/// Views into the text, which has to live longer.
struct ModuleText {
    std::vector<Variable> variables; ///< global and constant
    std::vector<KernelText> kernels;
};

} // namespace tapir::engine::ptx
