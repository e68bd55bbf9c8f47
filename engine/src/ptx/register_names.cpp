#include "ptx/register_names.hpp"

#include <charconv>
#include <ranges>

namespace tapir::engine::ptx {

bool RegisterNames::close() {
    if (scopes_.size() == 1) {
        return false;
    }
    scopes_.pop_back();
    return true;
}

bool RegisterNames::declare(std::string_view name, std::uint32_t count, Type type,
                            std::vector<Type>& types) {
    const auto first = static_cast<std::uint32_t>(types.size());
    types.insert(types.end(), count == 0 ? 1 : count, type);
    return scopes_.back().emplace(name, Range{.first = first, .count = count}).second;
}

std::optional<std::uint32_t> RegisterNames::find(std::string_view name) const {
    const std::size_t last_letter = name.find_last_not_of("0123456789");
    const std::string_view stem = name.substr(0, last_letter + 1);
    const std::string_view digits = name.substr(stem.size());
    std::uint32_t number = 0;
    const bool numbered =
        !digits.empty() && (digits.size() == 1 || digits.front() != '0') &&
        std::from_chars(digits.data(), digits.data() + digits.size(), number).ec == std::errc{};
    for (const Scope& scope : std::views::reverse(scopes_)) {
        if (const auto found = scope.find(name); found != scope.end() && found->second.count == 0) {
            return found->second.first;
        }
        if (const auto found = scope.find(stem);
            numbered && found != scope.end() && number < found->second.count) {
            return found->second.first + number;
        }
    }
    return std::nullopt;
}

} // namespace tapir::engine::ptx
