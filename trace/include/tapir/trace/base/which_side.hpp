#pragma once

#include <cstdint>

namespace tapir::trace {

/// One side of a comparison; `neither` where the records do not tell which.
enum class WhichSide : std::uint8_t { neither, reference, candidate };

/// "reference", "candidate", or "".
[[nodiscard]] constexpr const char* to_text(WhichSide side) {
    switch (side) {
    case WhichSide::reference:
        return "reference";
    case WhichSide::candidate:
        return "candidate";
    case WhichSide::neither:
        break;
    }
    return "";
}

} // namespace tapir::trace
