#include "ptx/decoder.hpp"

#include <algorithm>

#include "ptx/instruction_decoder.hpp"
#include "ptx/memory_access.hpp"
#include "ptx/tokens.hpp"

namespace tapir::engine::ptx {

namespace {

bool is_branch(const Instruction& instruction) {
    return instruction.opcode == "bra" || instruction.opcode == "bra.uni";
}

bool is_end(const Instruction& instruction) {
    return instruction.opcode == "ret" || instruction.opcode == "exit";
}

std::size_t rounded_up(std::size_t bytes, std::size_t alignment) {
    return (bytes + alignment - 1) / alignment * alignment;
}

class KernelDecoder {
  public:
    KernelDecoder(const KernelText& text, const std::vector<Variable>& module_variables)
        : text_(text), registers_(text), instructions_(registers_, symbols_, kernel_.steps) {
        for (const Variable& variable : module_variables) {
            symbols_[variable.name] = {.address = 0, .placed_by_machine = true};
        }
    }

    Kernel decode() {
        kernel_.name = text_.name;
        kernel_.most_threads = text_.most_threads;
        place_parameters();
        place_variables();
        find_leaders();
        for (std::size_t i = 0; i < text_.instructions.size(); ++i) {
            decode_instruction(i);
        }
        if (kernel_.blocks.empty() || kernel_.blocks.back().end == BasicBlock::End::falls ||
            kernel_.blocks.back().guarded || is_open_) {
            refuse(text_.line, "the kernel " + text_.name, "it does not end with ret or a branch");
        }
        set_targets();
        registers_.move_to(kernel_);
        return std::move(kernel_);
    }

  private:
    void place_parameters() {
        std::size_t place = 0;
        for (const Variable& parameter : text_.parameters) {
            place = rounded_up(place, parameter.alignment);
            kernel_.parameter_bytes.push_back(parameter.bytes());
            kernel_.parameter_places.push_back(place);
            enter(parameter, param_window + place);
            place += parameter.bytes();
        }
    }

    void place_variables() {
        for (const Variable& variable : text_.variables) {
            const bool local = variable.space == Space::local;
            std::size_t& size = local ? kernel_.local_bytes : kernel_.shared_bytes;
            size = rounded_up(size, variable.alignment);
            enter(variable, (local ? local_window : shared_window) + size);
            size += variable.bytes();
        }
        // the memory of the next lane begins as aligned as this one's
        kernel_.local_bytes = rounded_up(kernel_.local_bytes, 256);
        constexpr std::size_t most = std::size_t{1} << 24U;
        if (kernel_.local_bytes > most || kernel_.shared_bytes > most) {
            refuse(text_.line, "the variables of kernel " + text_.name,
                   "no thread or block has over 16 MiB");
        }
    }

    void enter(const Variable& variable, std::uint64_t address) {
        if (!symbols_.insert_or_assign(variable.name, SymbolPlace{.address = address}).second) {
            refuse(variable.line, "'" + std::string(variable.name) + "' a second time",
                   "a name stands for one thing");
        }
    }

    /// Instructions that a branch comes to.
    void find_leaders() {
        leads_.assign(text_.instructions.size() + 1, false);
        for (const auto& [name, place] : text_.labels) {
            leads_[place] = true;
        }
    }

    void decode_instruction(std::size_t i) {
        const Instruction& instruction = text_.instructions[i];
        if (leads_[i]) {
            close_block();
        }
        open_block();
        first_block_of_.resize(i + 1, static_cast<std::uint32_t>(kernel_.blocks.size() - 1));
        kernel_.instructions.push_back(
            {.line = instruction.line, .text = std::string(instruction.text)});
        const auto number = static_cast<std::uint32_t>(i);
        if (is_branch(instruction) || is_end(instruction)) {
            ++kernel_.blocks.back().instructions;
            kernel_.block_of_instruction.push_back(last_block());
            end_block(instruction);
            kernel_.blocks.back().ended_by = number;
            return;
        }
        if (instruction.predicate) {
            kernel_.blocks.back().ended_by = number;
            skip_unless(instruction);
        }
        kernel_.block_of_instruction.push_back(last_block());
        ++kernel_.blocks.back().instructions;
        instructions_.decode(instruction, number);
        kernel_.blocks.back().last = static_cast<std::uint32_t>(kernel_.steps.size());
        if (instruction.predicate) {
            close_block();
        }
    }

    [[nodiscard]] std::uint32_t last_block() const {
        return static_cast<std::uint32_t>(kernel_.blocks.size() - 1);
    }

    void open_block() {
        if (!is_open_) {
            const auto first = static_cast<std::uint32_t>(kernel_.steps.size());
            kernel_.blocks.push_back({.first = first, .last = first});
            is_open_ = true;
        }
    }

    void close_block() { is_open_ = false; }

    /// A guarded instruction has a block of its own: threads in which the guard is false go past
    /// it.
    void skip_unless(const Instruction& instruction) {
        BasicBlock& before = kernel_.blocks.back();
        before.end = BasicBlock::End::jumps;
        before.guarded = true;
        before.negated = !instruction.predicate->negated;
        before.predicate = instructions_.predicate(instruction);
        close_block();
        open_block();
        kernel_.blocks[kernel_.blocks.size() - 2].target =
            static_cast<std::uint32_t>(kernel_.blocks.size());
    }

    void end_block(const Instruction& instruction) {
        BasicBlock& block = kernel_.blocks.back();
        block.end = is_branch(instruction) ? BasicBlock::End::jumps : BasicBlock::End::leaves;
        if (instruction.predicate) {
            block.guarded = true;
            block.negated = instruction.predicate->negated;
            block.predicate = instructions_.predicate(instruction);
        }
        if (is_branch(instruction)) {
            jumps_.push_back({last_block(), &instruction});
        } else if (!instruction.operands.empty()) {
            refuse(instruction.line, "'" + std::string(instruction.text) + "'",
                   "a kernel returns nothing");
        }
        close_block();
    }

    void set_targets() {
        for (const auto& [block, instruction] : jumps_) {
            const bool named = instruction->operands.size() == 1 &&
                               instruction->operands.front().kind == Operand::Kind::symbol;
            const auto found =
                named ? text_.labels.find(instruction->operands.front().name) : text_.labels.end();
            if (found == text_.labels.end() || found->second >= first_block_of_.size()) {
                refuse(instruction->line, "'" + std::string(instruction->text) + "'",
                       "no instruction stands behind such a label");
            }
            kernel_.blocks[block].target = first_block_of_[found->second];
        }
    }

    const KernelText& text_;
    Kernel kernel_;
    RegisterFile registers_;
    SymbolPlaces symbols_;
    InstructionDecoder instructions_;
    std::vector<bool> leads_;                   ///< by instruction: a label stands before it
    std::vector<std::uint32_t> first_block_of_; ///< by instruction
    std::vector<std::pair<std::uint32_t, const Instruction*>> jumps_;
    bool is_open_ = false;
};

} // namespace

Kernel decode_kernel(const KernelText& text, const std::vector<Variable>& module_variables) {
    return KernelDecoder(text, module_variables).decode();
}

} // namespace tapir::engine::ptx
