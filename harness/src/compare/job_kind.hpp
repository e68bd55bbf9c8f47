#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tapir::harness {

/// What is compared, or kept in a bundle, and by which command.
enum class JobKind : std::uint8_t { diff, why, parity, trace };

/// The words of the kinds, as bundles and commands have them, in the order of the enumeration.
inline constexpr std::array<const char*, 4> job_kinds{"diff", "why", "parity", "trace"};

[[nodiscard]] constexpr const char* to_text(JobKind kind) {
    return job_kinds[static_cast<std::size_t>(kind)];
}

/// @return nothing for a word that is no kind
[[nodiscard]] constexpr std::optional<JobKind> job_kind_of(std::string_view word) {
    for (std::size_t i = 0; i < job_kinds.size(); ++i) {
        if (word == job_kinds[i]) {
            return static_cast<JobKind>(i);
        }
    }
    return std::nullopt;
}

} // namespace tapir::harness
