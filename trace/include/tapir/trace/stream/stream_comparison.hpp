#pragma once

#include <filesystem>
#include <optional>

#include "tapir/trace/record/program_model.hpp"
#include "tapir/trace/stream/stream_options.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

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
                                                        const ProgramModel& program,
                                                        const StreamOptions& options);

} // namespace tapir::trace
