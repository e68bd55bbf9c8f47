#pragma once

#include <optional>
#include <utility>

#include "format/piece_source.hpp"
#include "stream/quick_compare.hpp"
#include "tapir/trace/stream/stream_options.hpp"

namespace tapir::trace {

/// One pixel of both sides, too large to be held.
struct LargePair {
    const PieceSource* reference_source;
    const Piece* reference;
    const PieceSource* candidate_source;
    const Piece* candidate;
};

/// Takes all records of both sides in step.
/// @param by_blocks  both are of the binary form, and number their taps alike
[[nodiscard]] QuickResult quick_compare_large(const LargePair& pair, bool by_blocks,
                                              const Tolerance& tolerance,
                                              std::string_view terminal_keys);

/// The set-up and, of both sides, the records at a place and those around it that are printed
/// outside its loops; nothing when even those are too many, or are lines of the C program.
[[nodiscard]] std::optional<std::pair<TraceFile, TraceFile>> files_at_place(const LargePair& pair,
                                                                            const Site& place);

/// The comparison of such a pixel. When it departs, the records at the site of the first that does,
/// and those around them that are printed outside its loops, are looked at closely.
[[nodiscard]] Comparison judge_large(const LargePair& pair, const QuickResult& seen,
                                     const StreamOptions& options);

} // namespace tapir::trace
