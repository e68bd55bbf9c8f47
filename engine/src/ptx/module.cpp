#include "ptx/module.hpp"

#include <algorithm>
#include <cstring>

#include "ptx/decoder.hpp"
#include "ptx/module_parts.hpp"
#include "ptx/parser.hpp"
#include "ptx/tokens.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::engine::ptx {

namespace {

ModuleVariable variable_of(const Variable& text, const std::vector<Variable>& all) {
    ModuleVariable variable{.name = std::string(text.name),
                            .space = text.space,
                            .bytes = std::vector<std::byte>(text.bytes()),
                            .relocations = {}};
    const std::size_t size = bytes_of(text.type);
    for (std::size_t i = 0; i < text.initial.size(); ++i) {
        const Initial& value = text.initial[i];
        // the lowest bytes come first, in PTX as on the host
        std::memcpy(variable.bytes.data() + i * size, &value.bits, size);
        if (value.symbol.empty()) {
            continue;
        }
        if (std::none_of(all.begin(), all.end(),
                         [&value](const Variable& one) { return one.name == value.symbol; })) {
            refuse(text.line, "the name " + std::string(value.symbol),
                   "it stands for no variable of the text");
        }
        variable.relocations.push_back(
            {.place = i * size, .symbol = std::string(value.symbol), .offset = value.offset});
    }
    return variable;
}

} // namespace

Module::Module(std::shared_ptr<const ModuleParts> parts) : parts_(std::move(parts)) {}

const std::vector<std::string>& Module::kernels() const {
    return parts_->kernel_names;
}

std::vector<std::size_t> Module::parameter_bytes(std::string_view kernel) const {
    const auto found = std::find_if(parts_->kernels.begin(), parts_->kernels.end(),
                                    [kernel](const Kernel& one) { return one.name == kernel; });
    if (found == parts_->kernels.end()) {
        throw InternalError("PTX: no kernel is called " + std::string(kernel));
    }
    return found->parameter_bytes;
}

Module read_module(std::string_view ptx) {
    // a text in a fat binary ends with a null character, and may be filled with more
    const ModuleText text = parse_module(ptx.substr(0, ptx.find('\0')));
    auto parts = std::make_shared<ModuleParts>();
    for (const Variable& variable : text.variables) {
        parts->variables.push_back(variable_of(variable, text.variables));
    }
    for (const KernelText& kernel : text.kernels) {
        parts->kernels.push_back(decode_kernel(kernel, text.variables));
        parts->kernel_names.push_back(kernel.name);
    }
    return Module(std::move(parts));
}

} // namespace tapir::engine::ptx
