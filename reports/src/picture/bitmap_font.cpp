#include "picture/bitmap_font.hpp"

#include <algorithm>

namespace tapir::reports {

namespace {

struct Glyph {
    char letter;
    std::array<std::uint8_t, glyph_height> rows;
};

constexpr std::array glyphs{
    Glyph{'0', {14, 17, 19, 21, 25, 17, 14}}, Glyph{'1', {4, 12, 4, 4, 4, 4, 14}},
    Glyph{'2', {14, 17, 1, 2, 4, 8, 31}},     Glyph{'3', {14, 17, 1, 6, 1, 17, 14}},
    Glyph{'4', {2, 6, 10, 18, 31, 2, 2}},     Glyph{'5', {31, 16, 30, 1, 1, 17, 14}},
    Glyph{'6', {6, 8, 16, 30, 17, 17, 14}},   Glyph{'7', {31, 1, 2, 4, 8, 8, 8}},
    Glyph{'8', {14, 17, 17, 14, 17, 17, 14}}, Glyph{'9', {14, 17, 17, 15, 1, 2, 12}},
    Glyph{'-', {0, 0, 0, 31, 0, 0, 0}},       Glyph{'+', {0, 4, 4, 31, 4, 4, 0}},
    Glyph{'.', {0, 0, 0, 0, 0, 12, 12}},      Glyph{',', {0, 0, 0, 0, 12, 4, 8}},
    Glyph{'[', {14, 8, 8, 8, 8, 8, 14}},      Glyph{']', {14, 2, 2, 2, 2, 2, 14}},
    Glyph{' ', {0, 0, 0, 0, 0, 0, 0}},        Glyph{'A', {4, 10, 17, 17, 31, 17, 17}},
    Glyph{'a', {0, 0, 14, 1, 15, 17, 15}},    Glyph{'b', {16, 16, 30, 17, 17, 17, 30}},
    Glyph{'c', {0, 0, 15, 16, 16, 16, 15}},   Glyph{'d', {1, 1, 15, 17, 17, 17, 15}},
    Glyph{'e', {0, 0, 14, 17, 31, 16, 14}},   Glyph{'f', {6, 9, 8, 28, 8, 8, 8}},
    Glyph{'g', {0, 15, 17, 17, 15, 1, 14}},   Glyph{'h', {16, 16, 30, 17, 17, 17, 17}},
    Glyph{'i', {4, 0, 12, 4, 4, 4, 14}},      Glyph{'j', {2, 0, 6, 2, 2, 18, 12}},
    Glyph{'k', {16, 16, 18, 20, 24, 20, 18}}, Glyph{'l', {12, 4, 4, 4, 4, 4, 14}},
    Glyph{'m', {0, 0, 26, 21, 21, 21, 21}},   Glyph{'n', {0, 0, 30, 17, 17, 17, 17}},
    Glyph{'o', {0, 0, 14, 17, 17, 17, 14}},   Glyph{'p', {0, 0, 30, 17, 30, 16, 16}},
    Glyph{'q', {0, 0, 15, 17, 15, 1, 1}},     Glyph{'r', {0, 0, 22, 25, 16, 16, 16}},
    Glyph{'s', {0, 0, 15, 16, 14, 1, 30}},    Glyph{'t', {8, 8, 28, 8, 8, 9, 6}},
    Glyph{'u', {0, 0, 17, 17, 17, 19, 13}},   Glyph{'v', {0, 0, 17, 17, 17, 10, 4}},
    Glyph{'w', {0, 0, 17, 17, 21, 21, 10}},   Glyph{'x', {0, 0, 17, 10, 4, 10, 17}},
    Glyph{'y', {0, 0, 17, 17, 15, 1, 14}},    Glyph{'z', {0, 0, 31, 2, 4, 8, 31}},
};

} // namespace

std::array<std::uint8_t, glyph_height> glyph(char letter) {
    const auto* const found = std::find_if(
        glyphs.begin(), glyphs.end(), [letter](const Glyph& one) { return one.letter == letter; });
    constexpr std::array<std::uint8_t, glyph_height> box{31, 17, 17, 17, 17, 17, 31};
    return found == glyphs.end() ? box : found->rows;
}

} // namespace tapir::reports
