#include "ptx/parser.hpp"

#include <algorithm>
#include <unordered_set>

#include "ptx/kernel_parser.hpp"
#include "ptx/token_stream.hpp"

namespace tapir::engine::ptx {

namespace {

Initial initial_value(TokenStream& tokens) {
    Initial value;
    if (tokens.next().kind != Token::Kind::word) {
        value.bits = tokens.number().bits;
        return value;
    }
    const bool generic = tokens.take_if("generic");
    if (generic) {
        tokens.expect("(");
    }
    value.symbol = tokens.expect(Token::Kind::word, "the name of a variable").text;
    value.offset = tokens.offset();
    if (generic) {
        tokens.expect(")");
    }
    return value;
}

std::vector<Initial> initial_values(TokenStream& tokens) {
    std::vector<Initial> values;
    if (!tokens.take_if("{")) {
        values.push_back(initial_value(tokens));
        return values;
    }
    do {
        values.push_back(initial_value(tokens));
    } while (tokens.take_if(","));
    tokens.expect("}");
    return values;
}

Type element_type(TokenStream& tokens) {
    const std::string_view name = tokens.next().text;
    const std::optional<Type> type = name.empty() ? std::nullopt : type_named(name.substr(1));
    if (tokens.next().kind != Token::Kind::directive || !type || *type == Type::pred) {
        tokens.refuse_next("the type of a variable has to stand here");
    }
    tokens.take();
    return *type;
}

/// .version, .target and .address_size, which every text begins with.
void parse_header(TokenStream& tokens) {
    tokens.expect(".version");
    const Token version = tokens.expect(Token::Kind::number, "a version");
    const std::size_t dot = version.text.find('.');
    constexpr std::string_view known = "6789";
    if (dot != 1 || known.find(version.text.front()) == std::string_view::npos) {
        refuse(version.line, "PTX version " + std::string(version.text),
               "known are the versions from 6.0 to 9");
    }
    tokens.expect(".target");
    const Token& target = tokens.expect(Token::Kind::word, "a target");
    if (!target.text.starts_with("sm_") || tokens.next().is(",")) {
        refuse(target.line, "target '" + std::string(target.text) + "'",
               "known is one architecture, sm_NN, without options");
    }
    tokens.expect(".address_size");
    const int line = tokens.next().line;
    if (tokens.whole_number(~std::uint64_t{0}) != 64) {
        refuse(line, "an address size other than 64", "addresses are those of the host");
    }
}

/// One variable or kernel.
void parse_item(TokenStream& tokens, std::string_view ptx, ModuleText& module) {
    (void)tokens.take_if(".visible");
    if (tokens.take_if(".entry")) {
        module.kernels.push_back(parse_kernel(tokens, ptx));
    } else if (tokens.take_if(".global")) {
        module.variables.push_back(parse_variable(tokens, Space::global));
    } else if (tokens.take_if(".const")) {
        module.variables.push_back(parse_variable(tokens, Space::constant));
    } else {
        tokens.refuse_next("known are .entry, .global and .const, with .visible or without");
    }
}

void require_one_of_each_name(const ModuleText& module) {
    std::unordered_set<std::string_view> names;
    const auto enter = [&](std::string_view name, int line) {
        if (!names.insert(name).second) {
            refuse(line, "'" + std::string(name) + "' a second time",
                   "a name stands for one thing");
        }
    };
    for (const Variable& variable : module.variables) {
        enter(variable.name, variable.line);
    }
    for (const KernelText& kernel : module.kernels) {
        enter(kernel.name, kernel.line);
    }
}

} // namespace

Variable parse_declaration(TokenStream& tokens, Space space) {
    Variable variable;
    variable.space = space;
    variable.line = tokens.next().line;
    variable.alignment = 0;
    if (tokens.take_if(".align")) {
        constexpr std::uint64_t largest = 256;
        variable.alignment = tokens.whole_number(largest);
        if (variable.alignment == 0 || (variable.alignment & (variable.alignment - 1)) != 0) {
            refuse(variable.line, "an alignment that is no power of 2", "no address has it");
        }
    }
    variable.type = element_type(tokens);
    variable.alignment = std::max(variable.alignment, bytes_of(variable.type));
    variable.name = tokens.expect(Token::Kind::word, "a name").text;
    variable.count = tokens.array_size();
    return variable;
}

Variable parse_variable(TokenStream& tokens, Space space) {
    Variable variable = parse_declaration(tokens, space);
    if (tokens.take_if("=")) {
        if (space != Space::global && space != Space::constant) {
            refuse(variable.line, "an initial value", "a variable of a thread or block has none");
        }
        variable.initial = initial_values(tokens);
        if (variable.initial.size() > variable.count) {
            refuse(variable.line, "more initial values than elements", "one of the two is wrong");
        }
        for (const Initial& value : variable.initial) {
            if (!value.symbol.empty() && bytes_of(variable.type) != sizeof(std::uint64_t)) {
                refuse(variable.line, "an address in a narrow element", "an address has 64 bits");
            }
        }
    }
    tokens.expect(";");
    return variable;
}

ModuleText parse_module(std::string_view ptx) {
    TokenStream tokens(tokens_of(ptx));
    parse_header(tokens);
    ModuleText module;
    while (!tokens.at_end()) {
        parse_item(tokens, ptx, module);
    }
    require_one_of_each_name(module);
    return module;
}

} // namespace tapir::engine::ptx
