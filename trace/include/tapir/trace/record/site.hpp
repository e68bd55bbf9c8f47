#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>

#include "tapir/trace/record/loop.hpp"
#include "tapir/trace/record/pixel.hpp"

namespace tapir::trace {

class TextBuffer;

/// Where in the loops of its program a value was taken: an index for each loop, by the loop's
/// number. -1 means "this loop does not apply".
class Site {
  public:
    constexpr Site() { index_.fill(-1); }
    /// In a pixel, and in no other loop.
    constexpr explicit Site(const Pixel& pixel) : Site() {
        index_[Loops::row] = pixel.slow;
        index_[Loops::column] = pixel.fast;
    }

    [[nodiscard]] constexpr int operator[](std::size_t loop) const { return index_[loop]; }
    [[nodiscard]] constexpr std::int32_t& operator[](std::size_t loop) { return index_[loop]; }

    /// Whether it lies in a pixel.
    [[nodiscard]] constexpr bool in_pixel() const { return index_[Loops::row] >= 0; }
    /// The pixel it lies in; (-1, -1) when in none.
    [[nodiscard]] constexpr Pixel pixel() const {
        return {index_[Loops::row], index_[Loops::column]};
    }
    constexpr void set_pixel(const Pixel& pixel) {
        index_[Loops::row] = pixel.slow;
        index_[Loops::column] = pixel.fast;
    }
    /// Whether it states all of some loops.
    [[nodiscard]] constexpr bool states(LoopSet loops) const {
        for (std::size_t loop = 0; loop < most_loops; ++loop) {
            if ((loops & loop_bit(loop)) != 0 && index_[loop] < 0) {
                return false;
            }
        }
        return true;
    }

    friend constexpr auto operator<=>(const Site&, const Site&) =
        default; // NOLINT(modernize-use-nullptr): clang-tidy 14 trips over <=>

  private:
    std::array<std::int32_t, most_loops> index_{};
};

/// The loops that a site states.
[[nodiscard]] constexpr LoopSet stated_loops(const Site& site) {
    LoopSet loops = no_loops;
    for (std::size_t loop = 0; loop < most_loops; ++loop) {
        loops = static_cast<LoopSet>(loops | (site[loop] >= 0 ? loop_bit(loop) : no_loops));
    }
    return loops;
}

/// The same site with every loop outside `loops` set to -1.
[[nodiscard]] constexpr Site project(Site site, LoopSet loops) {
    for (std::size_t loop = 0; loop < most_loops; ++loop) {
        if ((loops & loop_bit(loop)) == 0) {
            site[loop] = -1;
        }
    }
    return site;
}

/// " slow=685 fast=1039 phi_tic=0", only the loops that apply.
/// @param loops  whose names the site is written with
void append(TextBuffer& text, const Site& site, const Loops& loops);

/// "slow=685 fast=1039 phi_tic=0", only the loops that apply; "set-up" when none does.
[[nodiscard]] std::string to_text(const Site& site, const Loops& loops);

} // namespace tapir::trace
