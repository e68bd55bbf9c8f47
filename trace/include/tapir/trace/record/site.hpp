#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace tapir::trace {

class TextBuffer;

/// Where in the loops a value was taken. -1 means "this loop does not apply".
struct Site {
    int slow = -1;    ///< pixel row
    int fast = -1;    ///< pixel column
    int thick = -1;   ///< sensor layer
    int sub_s = -1;   ///< subpixel row
    int sub_f = -1;   ///< subpixel column
    int source = -1;  ///< beam source
    int phi_tic = -1; ///< oscillation step
    int mos = -1;     ///< mosaic domain

    friend auto operator<=>(const Site&, const Site&) =
        default; // NOLINT(modernize-use-nullptr): clang-tidy 14 trips over <=>
};

/// The loops a tap lives in, as bits: they say which members of a `Site` identify its records.
namespace scope {
inline constexpr std::uint8_t setup = 0;
inline constexpr std::uint8_t pixel = 1;
inline constexpr std::uint8_t thick = 2;
inline constexpr std::uint8_t sub = 4;
inline constexpr std::uint8_t source = 8;
inline constexpr std::uint8_t phi = 16;
inline constexpr std::uint8_t mos = 32;
inline constexpr std::uint8_t ray = pixel | thick | sub; ///< one line of sight
inline constexpr std::uint8_t beam = ray | source;       ///< one scattering vector
inline constexpr std::uint8_t rotation = beam | phi;     ///< one crystal rotation
inline constexpr std::uint8_t step = beam | phi | mos;   ///< one innermost iteration
} // namespace scope

/// The same site with every loop outside `scope` set to -1.
[[nodiscard]] constexpr Site project(Site site, std::uint8_t scope_bits) {
    if ((scope_bits & scope::pixel) == 0) {
        site.slow = site.fast = -1;
    }
    if ((scope_bits & scope::thick) == 0) {
        site.thick = -1;
    }
    if ((scope_bits & scope::sub) == 0) {
        site.sub_s = site.sub_f = -1;
    }
    if ((scope_bits & scope::source) == 0) {
        site.source = -1;
    }
    if ((scope_bits & scope::phi) == 0) {
        site.phi_tic = -1;
    }
    if ((scope_bits & scope::mos) == 0) {
        site.mos = -1;
    }
    return site;
}

/// " slow=685 fast=1039 phi_tic=0", only the loops that apply.
void append(TextBuffer& text, const Site& site);

/// "slow=685 fast=1039 phi_tic=0", only the loops that apply; "set-up" when none does.
[[nodiscard]] std::string to_text(const Site& site);

} // namespace tapir::trace
