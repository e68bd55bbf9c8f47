#pragma once

#include <array>
#include <cstdint>

namespace tapir::reports {

inline constexpr int glyph_width = 5;
inline constexpr int glyph_height = 7;

/// The rows of a letter from the top, the leftmost pixel in the highest of five bits. Letters it
/// does not have are empty boxes.
[[nodiscard]] std::array<std::uint8_t, glyph_height> glyph(char letter);

} // namespace tapir::reports
