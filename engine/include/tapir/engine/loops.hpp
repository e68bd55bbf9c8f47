#pragma once

#include "tapir/engine/host_device.hpp"
#include "tapir/trace/record/site.hpp"

/// The loops of the computation, as the kernel and as its program model know them.
namespace tapir::engine {

/// The loops by number, outermost first.
namespace loops {
inline constexpr std::size_t slow = trace::Loops::row;    ///< pixel row
inline constexpr std::size_t fast = trace::Loops::column; ///< pixel column
inline constexpr std::size_t thick = 2;                   ///< sensor layer
inline constexpr std::size_t sub_s = 3;                   ///< subpixel row
inline constexpr std::size_t sub_f = 4;                   ///< subpixel column
inline constexpr std::size_t source = 5;                  ///< beam source
inline constexpr std::size_t phi_tic = 6;                 ///< oscillation step
inline constexpr std::size_t mos = 7;                     ///< mosaic domain
} // namespace loops

/// Sets of loops in which taps live.
namespace scope {
inline constexpr trace::LoopSet setup = trace::no_loops;
inline constexpr trace::LoopSet pixel = trace::Loops::pixel;
inline constexpr trace::LoopSet thick = trace::loop_bit(loops::thick);
inline constexpr trace::LoopSet sub = trace::loop_bit(loops::sub_s) | trace::loop_bit(loops::sub_f);
inline constexpr trace::LoopSet source = trace::loop_bit(loops::source);
inline constexpr trace::LoopSet phi = trace::loop_bit(loops::phi_tic);
inline constexpr trace::LoopSet mos = trace::loop_bit(loops::mos);
inline constexpr trace::LoopSet sight = thick | sub;     ///< of a line of sight, inside the pixel
inline constexpr trace::LoopSet ray = pixel | sight;     ///< one line of sight
inline constexpr trace::LoopSet beam = ray | source;     ///< one scattering vector
inline constexpr trace::LoopSet rotation = beam | phi;   ///< one crystal rotation
inline constexpr trace::LoopSet step = beam | phi | mos; ///< one innermost iteration
} // namespace scope

/// A place in the kernel's loops; -1 means "this loop does not apply".
struct Site {
    int slow = -1;    ///< pixel row
    int fast = -1;    ///< pixel column
    int thick = -1;   ///< sensor layer
    int sub_s = -1;   ///< subpixel row
    int sub_f = -1;   ///< subpixel column
    int source = -1;  ///< beam source
    int phi_tic = -1; ///< oscillation step
    int mos = -1;     ///< mosaic domain

    /// The same place as traces state it.
    operator trace::Site() const { // NOLINT(google-explicit-constructor): one place, two spellings
        trace::Site site;
        site[loops::slow] = slow;
        site[loops::fast] = fast;
        site[loops::thick] = thick;
        site[loops::sub_s] = sub_s;
        site[loops::sub_f] = sub_f;
        site[loops::source] = source;
        site[loops::phi_tic] = phi_tic;
        site[loops::mos] = mos;
        return site;
    }
    friend bool operator==(const Site&, const Site&) = default;
};

/// The kernel's spelling of a place in a trace.
[[nodiscard]] inline Site site_of(const trace::Site& site) {
    return {site[loops::slow],  site[loops::fast],   site[loops::thick],   site[loops::sub_s],
            site[loops::sub_f], site[loops::source], site[loops::phi_tic], site[loops::mos]};
}

/// Their names and what their passes are called.
[[nodiscard]] const trace::Loops& loop_names();

} // namespace tapir::engine
