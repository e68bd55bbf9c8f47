#include "ptx/instruction_decoder.hpp"

#include <algorithm>

#include "ptx/access_opcode.hpp"
#include "ptx/known_forms.hpp"
#include "ptx/memory_steps.hpp"
#include "ptx/move_forms.hpp"
#include "ptx/number_operand.hpp"
#include "ptx/special_registers.hpp"
#include "ptx/tokens.hpp"

namespace tapir::engine::ptx {

namespace {

using Is = Operand::Kind;

std::string_view behind_last_dot(std::string_view opcode) {
    return opcode.substr(opcode.find_last_of('.') + 1);
}

/// An integer type of the register's size, as conversions call it.
std::string integer_name(std::size_t bytes, bool with_sign) {
    return (with_sign ? "s" : "u") + std::to_string(8 * bytes);
}

} // namespace

void InstructionDecoder::decode(const Instruction& instruction, std::uint32_t number) {
    at_hand_ = &instruction;
    number_ = number;
    spares_used_ = 0;
    const std::string_view opcode = instruction.opcode;
    const std::string_view verb = opcode.substr(0, opcode.find('.'));
    if (verb == "ld" || verb == "st") {
        decode_access();
    } else if (verb == "cvta") {
        decode_address_conversion();
    } else if (verb == "mov" && !instruction.operands.empty() &&
               instruction.operands.front().kind == Is::vector) {
        decode_split();
    } else if (verb == "mov" && !instruction.operands.empty() &&
               instruction.operands.back().kind == Is::vector) {
        decode_join();
    } else if (const auto found = known_forms().find(std::string(opcode));
               found != known_forms().end()) {
        decode_form(found->second, behind_last_dot(opcode));
    } else {
        refuse_it("no such instruction is known here");
    }
}

std::uint32_t InstructionDecoder::predicate(const Instruction& instruction) const {
    if (registers_.type(instruction.predicate->index) != Type::pred) {
        refuse(instruction.line, "'" + std::string(instruction.text) + "'",
               "what stands behind @ is no predicate");
    }
    return registers_.place(instruction.predicate->index);
}

void InstructionDecoder::refuse_it(const std::string& reason) const {
    refuse(at_hand_->line, "'" + std::string(at_hand_->text) + "'", reason);
}

void InstructionDecoder::require_operands(std::size_t count) const {
    if (at_hand_->operands.size() != count) {
        refuse_it("it has " + std::to_string(count) + " operands");
    }
}

void InstructionDecoder::add_step(const Form& form, std::uint32_t to,
                                  std::array<std::uint32_t, 3> from) {
    steps_.push_back({.all = form.all,
                      .some = form.some,
                      .to = to,
                      .from = from,
                      .from_bytes = form.from,
                      .to_bytes = form.to,
                      .unwritten = form.unwritten,
                      .instruction = number_});
}

void InstructionDecoder::add_resize(std::string_view opcode, std::uint32_t to, std::uint32_t from) {
    add_step(known_forms().at(std::string(opcode)), to, {from, 0, 0});
}

/// An operation on registers: sources, the operation, and where a register is wider than the type
/// a step that cuts it short, or carries the result on.
void InstructionDecoder::decode_form(const Form& form, std::string_view type) {
    const auto sources = static_cast<std::size_t>(
        std::count_if(form.from.begin(), form.from.end(), [](auto bytes) { return bytes != 0; }));
    require_operands(1 + sources);
    std::array<std::uint32_t, 3> from{};
    for (std::size_t i = 0; i < sources; ++i) {
        const Source found = source(at_hand_->operands[1 + i], form.from.at(i), type, form.widens);
        from.at(i) = found.place;
        if (found.bytes != form.from.at(i)) {
            from.at(i) = registers_.spare(spares_used_++);
            add_resize("cvt." + integer_name(form.from.at(i), false) + "." +
                           integer_name(found.bytes, false),
                       from.at(i), found.place);
        }
    }
    const Operand& to = at_hand_->operands.front();
    const std::size_t wide = to.kind == Is::register_ ? bytes_of(registers_.type(to.index)) : 0;
    if (!form.widens || wide <= form.to) {
        add_step(form, register_to(to, form.to), from);
        return;
    }
    const std::uint32_t narrow = registers_.spare(spares_used_++);
    add_step(form, narrow, from);
    add_resize("cvt." + integer_name(wide, form.sign_carries) + "." +
                   integer_name(form.to, form.sign_carries),
               register_to(to, wide), narrow);
}

/// A load or a store; of a vector, one step for each element.
void InstructionDecoder::decode_access() {
    require_operands(2);
    const std::optional<AccessOpcode> access = access_opcode(at_hand_->opcode);
    if (!access) {
        refuse_it("no such access to memory is known here");
    }
    const Operand& memory = at_hand_->operands.at(access->loads ? 1 : 0);
    const Operand& value = at_hand_->operands.at(access->loads ? 0 : 1);
    const bool is_vector = value.kind == Is::vector;
    const std::size_t elements = is_vector ? value.elements.size() : 1;
    const std::size_t bytes = bytes_of(access->type);
    if (memory.kind != Is::memory || elements != access->elements ||
        is_vector != (access->elements > 1)) {
        refuse_it("it takes an address, and as many registers as the vector has elements");
    }
    Step step{.space = access->space, .instruction = number_};
    step.from[0] = address(memory, step.offset);
    for (std::size_t i = 0; i < elements; ++i) {
        step.alignment = static_cast<std::uint8_t>(i == 0 ? bytes * elements : bytes);
        step.unused_bytes = static_cast<std::uint8_t>(~(at_hand_->used_bytes >> (bytes * i)));
        const Operand& element = is_vector ? value.elements[i] : value;
        if (access->loads) {
            load_element(step, element, access->type);
        } else {
            store_element(step, element, access->type);
        }
        step.offset += static_cast<std::int64_t>(bytes);
    }
}

void InstructionDecoder::load_element(Step step, const Operand& to, Type type) {
    const std::size_t bytes = bytes_of(type);
    const std::size_t wide = to.kind == Is::register_ ? bytes_of(registers_.type(to.index)) : 0;
    const bool widens = wide > bytes && kind_of(type) != Kind::floating;
    step.to = widens ? registers_.spare(spares_used_++) : register_to(to, bytes);
    make_load(step, bytes);
    steps_.push_back(step);
    if (widens) {
        const bool with_sign = kind_of(type) == Kind::with_sign;
        add_resize("cvt." + integer_name(wide, with_sign) + "." + integer_name(bytes, with_sign),
                   register_to(to, wide), step.to);
    }
}

void InstructionDecoder::store_element(Step step, const Operand& from, Type type) {
    const std::size_t bytes = bytes_of(type);
    const Source value = source(from, bytes, name_of(type), kind_of(type) != Kind::floating);
    step.from[1] = value.place;
    if (value.bytes != bytes) {
        step.from[1] = registers_.spare(spares_used_++);
        add_resize("cvt." + integer_name(bytes, false) + "." + integer_name(value.bytes, false),
                   step.from[1], value.place);
    }
    make_store(step, bytes);
    steps_.push_back(step);
}

/// Addresses of all spaces are generic ones here.
void InstructionDecoder::decode_address_conversion() {
    std::string_view rest = at_hand_->opcode;
    rest.remove_prefix(std::string_view("cvta").size());
    if (rest.starts_with(".to")) {
        rest.remove_prefix(3);
    }
    constexpr std::string_view type = ".u64";
    if (!rest.ends_with(type) || rest.size() < type.size() + 2 ||
        !space_named(rest.substr(1, rest.size() - 1 - type.size()))) {
        refuse_it("known are the conversions cvta.SPACE.u64 and cvta.to.SPACE.u64");
    }
    decode_form(known_forms().at("mov.u64"), "u64");
}

/// mov.b64 {low, high}, whole;
void InstructionDecoder::decode_split() {
    require_operands(2);
    const std::optional<Type> type = type_named(behind_last_dot(at_hand_->opcode));
    const std::vector<Operand>& parts = at_hand_->operands.front().elements;
    if (at_hand_->opcode != "mov.b64" && at_hand_->opcode != "mov.b32") {
        refuse_it("only 64 and 32 bits are known to be split");
    }
    const std::size_t bytes = bytes_of(*type);
    if (parts.size() != 2) {
        refuse_it("only halves are known");
    }
    const std::uint32_t whole = source(at_hand_->operands[1], bytes, name_of(*type), false).place;
    // the source may be one of the results
    const std::uint32_t low = registers_.spare(spares_used_++);
    add_step(known_forms().at(name_of_piece(bytes, bytes / 2, 0)), low, {whole, 0, 0});
    add_step(known_forms().at(name_of_piece(bytes, bytes / 2, 1)), register_to(parts[1], bytes / 2),
             {whole, 0, 0});
    add_resize("mov.b" + std::to_string(4 * bytes), register_to(parts[0], bytes / 2), low);
}

/// mov.b64 whole, {low, high};
void InstructionDecoder::decode_join() {
    require_operands(2);
    if (at_hand_->opcode != "mov.b64" && at_hand_->opcode != "mov.b32") {
        refuse_it("only 64 and 32 bits are known to be joined");
    }
    const std::size_t bytes = at_hand_->opcode == "mov.b64" ? 8 : 4;
    const std::vector<Operand>& parts = at_hand_->operands.back().elements;
    if (parts.size() != 2) {
        refuse_it("only halves are known");
    }
    const std::string_view type = bytes == 8 ? "b32" : "b16";
    const std::uint32_t low = source(parts[0], bytes / 2, type, false).place;
    const std::uint32_t high = source(parts[1], bytes / 2, type, false).place;
    add_step(known_forms().at(name_of_join(bytes)), register_to(at_hand_->operands.front(), bytes),
             {low, high, 0});
}

std::uint32_t InstructionDecoder::register_to(const Operand& operand, std::size_t bytes) {
    if (operand.kind != Is::register_ || bytes_of(registers_.type(operand.index)) != bytes) {
        refuse_it("the result goes to a register of " + std::to_string(bytes) +
                  (bytes == 1 ? " byte: a predicate" : " bytes"));
    }
    return registers_.place(operand.index);
}

InstructionDecoder::Source InstructionDecoder::source(const Operand& operand, std::size_t bytes,
                                                      std::string_view type, bool widens) {
    switch (operand.kind) {
    case Is::register_: {
        const std::size_t held = bytes_of(registers_.type(operand.index));
        if (held != bytes && !(widens && held > bytes)) {
            refuse_it("a register of " + std::to_string(held) + " bytes stands where " +
                      std::to_string(bytes) + " are taken");
        }
        return {.place = registers_.place(operand.index), .bytes = held};
    }
    case Is::number:
        if (const auto bits = number_bits(operand, bytes, type)) {
            return {.place = registers_.constant(*bits, bytes, ""), .bytes = bytes};
        }
        refuse_it("a number is none of the type that is taken, or too large for it");
    case Is::special: {
        const std::optional<Special> what = special_named(operand.name);
        if (!what || bytes != sizeof(std::uint32_t)) {
            refuse_it("the register " + std::string(operand.name) + " is not known, or not here");
        }
        return {.place = registers_.special(*what), .bytes = bytes};
    }
    case Is::symbol: {
        std::int64_t none = 0;
        if (bytes != sizeof(std::uint64_t)) {
            refuse_it("an address has 64 bits");
        }
        return {.place = address(operand, none), .bytes = bytes};
    }
    case Is::memory:
    case Is::vector:
        break;
    }
    refuse_it("an operand is none that is known here");
}

/// @param offset  gets what is added to it
std::uint32_t InstructionDecoder::address(const Operand& operand, std::int64_t& offset) {
    if (operand.kind == Is::memory && operand.by_register) {
        if (bytes_of(registers_.type(operand.index)) != sizeof(std::uint64_t)) {
            refuse_it("an address has 64 bits");
        }
        offset = operand.offset;
        return registers_.place(operand.index);
    }
    const auto found = symbols_.find(operand.name);
    if (found == symbols_.end()) {
        refuse_it("the name " + std::string(operand.name) + " stands for nothing");
    }
    const SymbolPlace& place = found->second;
    return registers_.constant(place.address + static_cast<std::uint64_t>(operand.offset),
                               sizeof(std::uint64_t),
                               place.placed_by_machine ? operand.name : std::string_view());
}

} // namespace tapir::engine::ptx
