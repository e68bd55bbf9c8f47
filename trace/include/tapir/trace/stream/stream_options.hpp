#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// How two traces are compared that are too large to be held.
struct StreamOptions {
    Tolerance tolerance;
    /// Compares the set-up and one pixel of both sides in full. Called for the first pixel, for
    /// every pixel that a quick look does not clear, as soon as both sides have come to it.
    std::function<Comparison(TraceFile, TraceFile)> look_closer;
    /// Called once, at the end, when there is a pixel to show: the set-up and the pixel of the
    /// first root (the first that departs, else the first of all), as far as they can be held. May
    /// be empty.
    std::function<void(TraceFile, TraceFile, const Pixel&)> show;
    /// Once so many pixels depart, the verdict is red whatever the others show: those are only
    /// counted, by printed numbers.
    std::uint64_t most_departing_pixels = 200;
    /// The quick look clears only what is identical, not what the tolerance allows: the closer look
    /// sees more than values, as one with the computation at hand does.
    bool clear_identical_only = false;
    /// A pixel with more bytes than this is not held: its records are compared in step, and only
    /// those around the first that departs are looked at closely.
    std::size_t largest_piece = std::size_t{1} << 20U;
    std::function<void(double)> progress; ///< share of the bytes read, now and then; may be empty
};

} // namespace tapir::trace
