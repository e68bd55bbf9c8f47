#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ptx/coverage.hpp"
#include "ptx/step.hpp"
#include "ptx/types.hpp"

namespace tapir::engine::ptx {

/// What differs between threads and stands in a register from the start.
enum class Special : std::uint8_t { thread, threads, block, blocks, zero, one };

/// A register that is filled before a kernel starts, the same in all lanes.
struct Constant {
    std::uint32_t at = 0; ///< its offset among the registers
    std::uint8_t bytes = 0;
    std::uint64_t bits = 0;  ///< the value; of an address, the offset behind the symbol
    std::string symbol = {}; ///< a variable of the module, whose address is added
};

struct SpecialRegister {
    std::uint32_t at = 0;
    Special what = Special::thread;
};

/// Steps without a branch into their midst or out of it, then one branch.
struct BasicBlock {
    enum class End : std::uint8_t { falls, jumps, leaves };

    std::uint32_t first = 0, last = 0; ///< steps; `last` is one beyond
    std::uint32_t instructions = 0;    ///< that the text has here
    End end = End::falls;
    bool guarded = false;        ///< only threads in which a predicate holds jump or leave
    bool negated = false;        ///< it holds where the register is false
    std::uint32_t predicate = 0; ///< offset of its register
    std::uint32_t target = 0;    ///< block that is jumped to
    std::uint32_t ended_by = 0;  ///< number of the instruction that the guard belongs to
};

/// A kernel, ready to run.
struct Kernel {
    std::string name;
    std::vector<std::size_t> parameter_bytes, parameter_places;
    std::vector<Step> steps;
    std::vector<BasicBlock> blocks;
    std::vector<InstructionText> instructions;
    std::vector<std::uint32_t> block_of_instruction;
    std::vector<Constant> constants;
    std::vector<SpecialRegister> specials;
    std::size_t registers = 0; ///< with those of the steps' own
    std::size_t local_bytes = 0, shared_bytes = 0;
    std::uint64_t most_threads = 0;
};

/// The address of another variable in an initial value.
struct Relocation {
    std::size_t place = 0; ///< bytes from the variable's start
    std::string symbol;
    std::int64_t offset = 0;
};

/// A variable of the whole module.
struct ModuleVariable {
    std::string name;
    Space space = Space::global;
    std::vector<std::byte> bytes; ///< its initial content
    std::vector<Relocation> relocations;
};

struct ModuleParts {
    std::vector<ModuleVariable> variables;
    std::vector<Kernel> kernels;
    std::vector<std::string> kernel_names;
};

} // namespace tapir::engine::ptx
