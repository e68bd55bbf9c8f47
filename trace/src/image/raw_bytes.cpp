#include "image/raw_bytes.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

std::uint32_t opposite(std::uint32_t bits) {
    return bits >> 24 | (bits >> 8 & 0xff00U) | (bits << 8 & 0xff0000U) | bits << 24;
}

double as_whole(std::uint32_t bits) {
    return static_cast<double>(static_cast<std::int32_t>(bits));
}

/// What the four bytes of a pixel may have meant.
struct Reading {
    Rule rule;
    double (*value)(std::uint32_t bits);
};
constexpr Reading readings[]{
    {Rule::image_byte_order,
     [](std::uint32_t bits) { return static_cast<double>(std::bit_cast<float>(opposite(bits))); }},
    {Rule::image_of_whole_numbers, as_whole},
    {Rule::image_of_whole_numbers_swapped,
     [](std::uint32_t bits) { return as_whole(opposite(bits)); }},
};

/// Values that hardly anything measured has: no numbers, and those of enormous or tiny size.
std::size_t wild_values(std::span<const double> values) {
    constexpr int enormous = 60; // powers of two
    std::size_t wild = 0;
    for (const double value : values) {
        wild += !std::isfinite(value) || (value != 0 && std::abs(std::ilogb(value)) > enormous)
                    ? 1U
                    : 0U;
    }
    return wild;
}

/// Whether one side, read otherwise, has the other side's values in nearly every pixel, and did
/// not before. NaNs do not keep all their bits, so a few may be lost.
bool is_same(const PixelPair& pair, std::span<const double> wrong, std::span<const double> right,
             const Reading& reading) {
    constexpr std::size_t no_accident = 8;
    constexpr double nearly_all = 0.98;
    constexpr double some = 0.5;
    std::size_t pixels = 0;
    std::size_t before = 0;
    std::size_t after = 0;
    for (std::size_t i = 0; i < right.size(); ++i) {
        if (wrong[i] == 0 && right[i] == 0) {
            continue;
        }
        const auto single = static_cast<float>(wrong[i]);
        if (!std::isnan(wrong[i]) && static_cast<double>(single) != wrong[i]) {
            return false; // it was read from another type
        }
        const double value = reading.value(std::bit_cast<std::uint32_t>(single));
        const double least = least_difference(pair.rtol);
        ++pixels;
        before += relative_difference(wrong[i], right[i]) <= least ? 1U : 0U;
        after += relative_difference(value, right[i]) <= least ? 1U : 0U;
    }
    return pixels >= no_accident &&
           static_cast<double>(after) >= nearly_all * static_cast<double>(pixels) &&
           static_cast<double>(before) <= some * static_cast<double>(pixels);
}

} // namespace

void consider_raw_bytes(const PixelPair& pair, const Consider& consider) {
    // an exchange of bytes is its own opposite, so it is the values that tell which side is wrong
    const std::size_t of_before = wild_values(pair.before);
    const std::size_t of_after = wild_values(pair.after);
    if (of_before == of_after) {
        return;
    }
    const bool of_candidate = of_after > of_before;
    const WhichSide side = of_candidate ? WhichSide::candidate : WhichSide::reference;
    for (const Reading& reading : readings) {
        if (is_same(pair, of_candidate ? pair.after : pair.before,
                    of_candidate ? pair.before : pair.after, reading)) {
            consider({CauseClass::permutation, {{reading.rule, side}}, {}, false});
        }
    }
}

} // namespace tapir::trace
