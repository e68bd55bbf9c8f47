#include "ptx/parser.hpp"

#include <unordered_set>

#include "ptx/kernel_parser.hpp"
#include "ptx/token_stream.hpp"
#include "ptx/variable_parser.hpp"

namespace tapir::engine::ptx {

namespace {

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
