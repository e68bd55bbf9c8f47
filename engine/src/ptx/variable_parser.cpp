#include "ptx/variable_parser.hpp"

#include <algorithm>

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

} // namespace tapir::engine::ptx
