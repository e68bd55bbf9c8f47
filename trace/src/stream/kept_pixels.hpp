#pragma once

#include <functional>
#include <vector>

#include "format/piece_source.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// Pixels to come back to when the whole is known. Only where they lie is kept.
class KeptPixels {
  public:
    using Show = std::function<void(TraceFile, TraceFile, const Pixel&)>;

    void keep(const Piece& reference, const Piece& candidate);

    /// Hands over the pixel that tells most of the whole, read once more: the one of its first
    /// root, else the second that was kept, else the first. Without any, nothing.
    void show(const Comparison& whole, const PieceSource& reference, const PieceSource& candidate,
              const Show& show) const;

  private:
    struct KeptPixel {
        Piece reference, candidate;
    };

    std::vector<KeptPixel> pixels_;
};

} // namespace tapir::trace
