#include "ptx/access_opcode.hpp"

#include <vector>

namespace tapir::engine::ptx {

namespace {

std::vector<std::string_view> parts_of(std::string_view opcode) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t dot = opcode.find('.');
        parts.push_back(opcode.substr(0, dot));
        if (dot == std::string_view::npos) {
            return parts;
        }
        opcode.remove_prefix(dot + 1);
    }
}

} // namespace

std::optional<AccessOpcode> access_opcode(std::string_view opcode) {
    const std::vector<std::string_view> parts = parts_of(opcode);
    AccessOpcode access;
    access.loads = parts.front() == "ld";
    const std::optional<Type> type = type_named(parts.back());
    if (parts.size() < 2 || !type || *type == Type::pred) {
        return std::nullopt;
    }
    access.type = *type;
    auto part = parts.begin() + 1;
    const auto end = parts.end() - 1;
    if (part != end && !part->empty() && space_named(*part)) {
        access.space = *space_named(*part++);
    }
    // the cache without coherence; what else is said about caches changes no value, but is not
    // known
    if (part != end && *part == "nc" && access.loads && access.space == Space::global) {
        ++part;
    }
    if (part != end && (*part == "v2" || *part == "v4")) {
        access.elements = *part == "v2" ? 2 : 4;
        ++part;
    }
    const bool forbidden =
        !access.loads && (access.space == Space::constant || access.space == Space::param);
    if (part != end || forbidden) {
        return std::nullopt;
    }
    return access;
}

} // namespace tapir::engine::ptx
