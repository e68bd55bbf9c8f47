#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tapir::engine::ptx {

/// The fundamental types of PTX that are known here.
enum class Type : std::uint8_t {
    pred,
    b8,
    b16,
    b32,
    b64,
    u8,
    u16,
    u32,
    u64,
    s8,
    s16,
    s32,
    s64,
    f32,
    f64
};

/// Where a variable lives. Generic addresses point into any of the others.
enum class Space : std::uint8_t { generic, global, constant, local, shared, param };

/// How the values of a type are understood.
enum class Kind : std::uint8_t { predicate, bits, without_sign, with_sign, floating };

[[nodiscard]] constexpr Kind kind_of(Type type) {
    if (type == Type::pred) {
        return Kind::predicate;
    }
    if (type <= Type::b64) {
        return Kind::bits;
    }
    if (type <= Type::u64) {
        return Kind::without_sign;
    }
    return type <= Type::s64 ? Kind::with_sign : Kind::floating;
}

/// Bytes that a value of the type takes; a predicate takes one.
[[nodiscard]] constexpr std::size_t bytes_of(Type type) {
    switch (type) {
    case Type::pred:
    case Type::b8:
    case Type::u8:
    case Type::s8:
        return 1;
    case Type::b16:
    case Type::u16:
    case Type::s16:
        return 2;
    case Type::b32:
    case Type::u32:
    case Type::s32:
    case Type::f32:
        return 4;
    case Type::b64:
    case Type::u64:
    case Type::s64:
    case Type::f64:
        return 8;
    }
    return 0;
}

/// @param name  without the dot, "u32"
[[nodiscard]] std::optional<Type> type_named(std::string_view name);
/// @param name  without the dot, "global"; "" is generic
[[nodiscard]] std::optional<Space> space_named(std::string_view name);
[[nodiscard]] std::string_view name_of(Type type);
[[nodiscard]] std::string_view name_of(Space space);

} // namespace tapir::engine::ptx
