#pragma once

#include <cstdint>
#include <string_view>

#include "tapir/trace/record/loop.hpp"

namespace tapir::trace {

enum class ValueKind : std::uint8_t { real, integer };

/// A point of the computation where a value may be recorded or replaced; declared once.
struct TapSpec {
    const char* key;     ///< name in native traces, unique
    int width;           ///< number of components, at least 1
    const char* unit;    ///< SI or angstrom unit; "1" for a pure number
    LoopSet scope;       ///< loops whose indices tell its records apart; none: a set-up value
    const char* meaning; ///< one sentence
    ValueKind kind = ValueKind::real;
    /// Which part of an experiment a set-up value belongs to: "beam". Two traces whose roots lie in
    /// three or more parts are of different experiments, not of a faulty one. "": none.
    const char* part = "";
    bool display_only = false; ///< derived for the reader; nothing is computed from it

    /// A number for the key, where text cannot go (FNV-1a).
    [[nodiscard]] constexpr std::uint32_t id() const {
        constexpr std::uint32_t basis = 2166136261U;
        constexpr std::uint32_t prime = 16777619U;
        std::uint32_t hash = basis;
        for (const char* letter = key; *letter != '\0'; ++letter) {
            hash = (hash ^ static_cast<std::uint32_t>(*letter)) * prime;
        }
        return hash;
    }
};

} // namespace tapir::trace
