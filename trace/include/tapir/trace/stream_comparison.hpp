#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "tapir/trace/comparison.hpp"

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

/// Compares traces of many pixels in one pass over each file, pixel by pixel.
///
/// What is held does not grow with the files: a piece of each (see FORMAT.md), and, where the
/// pixels stand in another order, 48 bytes for each that waits for its partner. The verdict and
/// the counts are those of `compare` on the whole files. Roots of many pixels are one root where
/// tap, class and side are the same; its evidence says of how many pixels.
/// @return nothing when one of the files is of a form that cannot be read in pieces
/// @throws InputError  a file cannot be read
/// @throws InternalError  a planted corruption went unseen
[[nodiscard]] std::optional<Comparison> compare_streams(const std::filesystem::path& reference,
                                                        const std::filesystem::path& candidate,
                                                        const Dictionary& dictionary,
                                                        const StreamOptions& options);

} // namespace tapir::trace
