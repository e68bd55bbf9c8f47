#pragma once

#include <cstdint>

namespace tapir::trace {

enum class ValueKind : std::uint8_t { real, integer };

/// Which part of an experiment a set-up value belongs to. Two traces whose roots lie in three or
/// more of these parts are of different experiments, not of a faulty one.
enum class Part : std::uint8_t { none, beam, detector, crystal, scan };

/// A point of the computation where a value may be recorded or replaced; declared once.
struct TapSpec {
    const char* key;     ///< name in native traces, unique
    int width;           ///< number of components, at least 1
    const char* unit;    ///< SI or angstrom unit; "1" for a pure number
    std::uint8_t scope;  ///< loops that identify a record, see `scope`
    const char* meaning; ///< one sentence
    ValueKind kind = ValueKind::real;
    Part part = Part::none;
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
