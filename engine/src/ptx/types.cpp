#include "ptx/types.hpp"

#include <algorithm>
#include <array>

namespace tapir::engine::ptx {

namespace {

/// In the order of the enumeration.
constexpr std::array<std::string_view, 15> type_names{"pred", "b8",  "b16", "b32", "b64",
                                                      "u8",   "u16", "u32", "u64", "s8",
                                                      "s16",  "s32", "s64", "f32", "f64"};
constexpr std::array<std::string_view, 6> space_names{"",      "global", "const",
                                                      "local", "shared", "param"};

template <class Named, std::size_t count>
std::optional<Named> named(const std::array<std::string_view, count>& names,
                           std::string_view name) {
    const auto* const found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
        return std::nullopt;
    }
    return static_cast<Named>(found - names.begin());
}

} // namespace

std::optional<Type> type_named(std::string_view name) {
    return named<Type>(type_names, name);
}

std::optional<Space> space_named(std::string_view name) {
    return named<Space>(space_names, name);
}

std::string_view name_of(Type type) {
    return type_names.at(static_cast<std::size_t>(type));
}

std::string_view name_of(Space space) {
    return space_names.at(static_cast<std::size_t>(space));
}

} // namespace tapir::engine::ptx
