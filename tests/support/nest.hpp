#pragma once

#include "tapir/trace/record/program_model.hpp"
#include "tapir/trace/record/site.hpp"

/// A loop nest for tests that know no engine: the loops of version 1 of the native format.
namespace tapir::trace::nest {

inline constexpr std::size_t thick = 2, sub_s = 3, sub_f = 4, source = 5, phi_tic = 6, mos = 7;

/// A place in it, each loop by its name.
struct Place {
    int slow = -1, fast = -1, thick = -1, sub_s = -1, sub_f = -1, source = -1, phi_tic = -1,
        mos = -1;

    constexpr operator Site() const { // NOLINT(google-explicit-constructor): it is a place
        Site site;
        std::size_t loop = 0;
        for (const int index : {slow, fast, thick, sub_s, sub_f, source, phi_tic, mos}) {
            site[loop++] = index;
        }
        return site;
    }
};

namespace scope {
inline constexpr LoopSet setup = no_loops, pixel = Loops::pixel;
inline constexpr LoopSet sight = loop_bit(thick) | loop_bit(sub_s) | loop_bit(sub_f);
inline constexpr LoopSet ray = pixel | sight;
inline constexpr LoopSet beam = ray | loop_bit(source);
inline constexpr LoopSet step = beam | loop_bit(phi_tic) | loop_bit(mos);
} // namespace scope

[[nodiscard]] inline const Loops& loops() {
    static const Loops names({"slow", "row's pixel"}, {"fast", "pixel"},
                             {{"thick", "layer"},
                              {"sub_s", "subpixel row"},
                              {"sub_f", "subpixel column"},
                              {"source"},
                              {"phi_tic", "phi step"},
                              {"mos", "mosaic domain"}});
    return names;
}

/// A program model of taps and entries in this nest.
[[nodiscard]] inline ProgramModel model_of(std::span<const TapSpec* const> taps,
                                           std::span<const TapPrint> entries = {},
                                           std::string_view terminal_keys = {}) {
    ProgramModel program;
    program.loops = loops();
    program.sight = scope::sight;
    program.square = {static_cast<int>(sub_s), static_cast<int>(sub_f)};
    program.taps = taps;
    program.entries = entries;
    program.terminal_keys = terminal_keys;
    program.step_loop = static_cast<int>(phi_tic);
    return program;
}

} // namespace tapir::trace::nest
