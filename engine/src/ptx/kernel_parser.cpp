#include "ptx/kernel_parser.hpp"

#include <algorithm>

#include "ptx/register_names.hpp"
#include "ptx/variable_parser.hpp"

namespace tapir::engine::ptx {

namespace {

/// What a kernel can have of registers; more is a damaged text.
constexpr std::uint64_t most_registers = std::uint64_t{1} << 20U;
constexpr std::size_t most_depth = 64;

class KernelParser {
  public:
    KernelParser(TokenStream& tokens, std::string_view ptx) : tokens_(tokens), ptx_(ptx) {}

    KernelText parse() {
        const Token name = tokens_.expect(Token::Kind::word, "the name of a kernel");
        kernel_.line = name.line;
        kernel_.name = std::string(name.text);
        parse_parameters();
        parse_limits();
        tokens_.expect("{");
        while (registers_.depth() > 1 || !tokens_.next().is("}")) {
            parse_statement();
        }
        tokens_.take();
        return std::move(kernel_);
    }

  private:
    void parse_parameters() {
        tokens_.expect("(");
        if (tokens_.take_if(")")) {
            return;
        }
        do {
            tokens_.expect(".param");
            kernel_.parameters.push_back(parse_declaration(tokens_, Space::param));
        } while (tokens_.take_if(","));
        tokens_.expect(")");
    }

    /// .maxntid 128, 1, 1 bounds a block; what bounds registers changes no result.
    void parse_limits() {
        constexpr std::uint64_t most = 65536;
        while (tokens_.next().kind == Token::Kind::directive) {
            if (tokens_.take_if(".minnctapersm") || tokens_.take_if(".maxnreg")) {
                (void)tokens_.whole_number(most);
                continue;
            }
            tokens_.expect(".maxntid");
            std::uint64_t threads = tokens_.whole_number(most);
            while (tokens_.take_if(",")) {
                threads = std::min(most, threads * tokens_.whole_number(most));
            }
            kernel_.most_threads = threads;
        }
    }

    void parse_statement() {
        const Token first = tokens_.next();
        if (tokens_.take_if("{")) {
            if (registers_.depth() > most_depth) {
                refuse(first.line, "braces in over 64 others", "no compiler writes that");
            }
            registers_.open();
        } else if (tokens_.take_if("}")) {
            (void)registers_.close();
        } else if (tokens_.take_if(".reg")) {
            parse_registers();
        } else if (tokens_.take_if(".local")) {
            kernel_.variables.push_back(parse_variable(tokens_, Space::local));
        } else if (tokens_.take_if(".shared")) {
            kernel_.variables.push_back(parse_variable(tokens_, Space::shared));
        } else if (tokens_.take_if(".pragma")) {
            parse_pragma();
        } else if (first.kind == Token::Kind::word || first.is("@")) {
            parse_label_or_instruction();
        } else {
            tokens_.refuse_next("an instruction, a label, .reg, .local, .shared or .pragma has to "
                                "stand here");
        }
    }

    void parse_registers() {
        const Token name_of_type = tokens_.expect(Token::Kind::directive, "a type");
        const std::optional<Type> type = type_named(name_of_type.text.substr(1));
        if (!type || (*type != Type::pred && bytes_of(*type) == 1)) {
            refuse(name_of_type.line, "registers of type " + std::string(name_of_type.text),
                   "known are .pred and the types of 16, 32 and 64 bits");
        }
        do {
            const Token name = tokens_.expect(Token::Kind::word, "the name of a register");
            std::uint32_t count = 0;
            if (tokens_.take_if("<")) {
                count = static_cast<std::uint32_t>(tokens_.whole_number(most_registers));
                tokens_.expect(">");
            }
            if (kernel_.registers.size() + count > most_registers ||
                !registers_.declare(name.text, count, *type, kernel_.registers)) {
                refuse(name.line, "the register " + std::string(name.text),
                       "it is there already, or they are too many");
            }
        } while (tokens_.take_if(","));
        tokens_.expect(";");
    }

    /// Which bytes of the next load are used; how loops are unrolled says nothing here.
    void parse_pragma() {
        const Token pragma = tokens_.expect(Token::Kind::quoted, "a quoted word");
        constexpr std::string_view mask = "used_bytes_mask ";
        if (pragma.text.starts_with(mask)) {
            TokenStream inner(tokens_of(pragma.text.substr(mask.size())));
            used_bytes_ = inner.whole_number(~std::uint64_t{0});
        } else if (pragma.text != "nounroll") {
            refuse(pragma.line, "the pragma \"" + std::string(pragma.text) + "\"",
                   "known are nounroll and used_bytes_mask");
        }
        tokens_.expect(";");
    }

    void parse_label_or_instruction() {
        const Token first = tokens_.next();
        Instruction instruction;
        if (tokens_.take_if("@")) {
            const bool negated = tokens_.take_if("!");
            instruction.predicate = {.index = named_register(), .negated = negated};
        }
        const Token opcode = tokens_.expect(Token::Kind::word, "an opcode");
        if (!instruction.predicate && tokens_.take_if(":")) {
            if (!kernel_.labels.emplace(opcode.text, kernel_.instructions.size()).second) {
                refuse(opcode.line, "the label " + std::string(opcode.text) + " a second time",
                       "branches to it have one aim");
            }
            return;
        }
        instruction.line = first.line;
        instruction.opcode = opcode.text;
        if (!tokens_.next().is(";")) {
            do {
                instruction.operands.push_back(parse_operand());
            } while (tokens_.take_if(","));
        }
        const char* const end = tokens_.next().text.data();
        tokens_.expect(";");
        instruction.text = ptx_.substr(static_cast<std::size_t>(first.text.data() - ptx_.data()),
                                       static_cast<std::size_t>(end - first.text.data()));
        instruction.used_bytes = used_bytes_;
        used_bytes_ = ~std::uint64_t{0};
        kernel_.instructions.push_back(std::move(instruction));
    }

    std::uint32_t named_register() {
        const Token& token = tokens_.expect(Token::Kind::word, "a register");
        const std::optional<std::uint32_t> found = registers_.find(token.text);
        if (!found) {
            refuse(token.line, "the register " + std::string(token.text), "it was not declared");
        }
        return *found;
    }

    Operand parse_operand() {
        if (tokens_.take_if("{")) {
            Operand operand;
            operand.kind = Operand::Kind::vector;
            do {
                operand.elements.push_back(parse_simple_operand());
            } while (tokens_.take_if(","));
            tokens_.expect("}");
            return operand;
        }
        if (!tokens_.take_if("[")) {
            return parse_simple_operand();
        }
        Operand operand = parse_simple_operand();
        if (operand.kind == Operand::Kind::register_) {
            operand.by_register = true;
            operand.offset = tokens_.offset();
        } else if (operand.kind != Operand::Kind::symbol) {
            tokens_.refuse_next("an address is a register or a variable, with an offset");
        }
        operand.kind = Operand::Kind::memory;
        tokens_.expect("]");
        return operand;
    }

    /// A number, a register, or a name with an offset.
    Operand parse_simple_operand() {
        if (tokens_.next().kind != Token::Kind::word) {
            return tokens_.number();
        }
        const Token name = tokens_.take();
        Operand operand;
        operand.name = name.text;
        if (const std::optional<std::uint32_t> found = registers_.find(name.text)) {
            operand.kind = Operand::Kind::register_;
            operand.index = *found;
        } else if (name.text.front() == '%') {
            operand.kind = Operand::Kind::special;
        } else {
            operand.kind = Operand::Kind::symbol;
            operand.offset = tokens_.offset();
        }
        return operand;
    }

    TokenStream& tokens_;
    std::string_view ptx_;
    KernelText kernel_;
    RegisterNames registers_;
    std::uint64_t used_bytes_ = ~std::uint64_t{0};
};

} // namespace

KernelText parse_kernel(TokenStream& tokens, std::string_view ptx) {
    return KernelParser(tokens, ptx).parse();
}

} // namespace tapir::engine::ptx
