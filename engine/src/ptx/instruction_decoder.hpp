#pragma once

#include <array>
#include <string>
#include <unordered_map>
#include <vector>

#include "ptx/forms.hpp"
#include "ptx/module_parts.hpp"
#include "ptx/register_file.hpp"
#include "ptx/syntax.hpp"

namespace tapir::engine::ptx {

/// What addresses of a kernel's names are: in a window of their space, or behind a symbol that the
/// machine puts somewhere.
struct SymbolPlace {
    std::uint64_t address = 0;
    bool placed_by_machine = false;
};
using SymbolPlaces = std::unordered_map<std::string_view, SymbolPlace>;

/// Makes steps of instructions. Branches are not its business.
class InstructionDecoder {
  public:
    InstructionDecoder(RegisterFile& registers, const SymbolPlaces& symbols,
                       std::vector<Step>& steps)
        : registers_(registers), symbols_(symbols), steps_(steps) {}

    /// @param number  of the instruction in the kernel
    /// @throws InputError  it is not known, or its operands do not fit
    void decode(const Instruction& instruction, std::uint32_t number);
    /// @throws InputError  the register is none of predicates
    [[nodiscard]] std::uint32_t predicate(const Instruction& instruction) const;

  private:
    /// An operand that is read: where its value is, and of how many bytes.
    struct Source {
        std::uint32_t place = 0;
        std::size_t bytes = 0;
    };

    void decode_form(const Form& form, std::string_view type);
    void decode_access();
    void decode_address_conversion();
    void decode_split();
    void decode_join();

    /// @param type  the last one in the opcode: what numbers are
    Source source(const Operand& operand, std::size_t bytes, std::string_view type, bool widens);
    std::uint32_t address(const Operand& operand, std::int64_t& offset);
    void load_element(Step step, const Operand& to, Type type);
    void store_element(Step step, const Operand& from, Type type);
    std::uint32_t register_to(const Operand& operand, std::size_t bytes);
    /// The steps "to = form(from)"; of the instruction at hand.
    void add_step(const Form& form, std::uint32_t to, std::array<std::uint32_t, 3> from);
    void add_resize(std::string_view opcode, std::uint32_t to, std::uint32_t from);

    [[noreturn]] void refuse_it(const std::string& reason) const;
    void require_operands(std::size_t count) const;

    RegisterFile& registers_;
    const SymbolPlaces& symbols_;
    std::vector<Step>& steps_;
    const Instruction* at_hand_ = nullptr;
    std::uint32_t number_ = 0;
    std::size_t spares_used_ = 0;
};

} // namespace tapir::engine::ptx
