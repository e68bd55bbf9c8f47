#include "stream/kept_pixels.hpp"

#include <algorithm>
#include <utility>

#include "stream/large_piece.hpp"

namespace tapir::trace {

void KeptPixels::keep(const Piece& reference, const Piece& candidate) {
    pixels_.push_back({reference, candidate});
    pixels_.back().reference.content = pixels_.back().candidate.content = {};
}

void KeptPixels::show(const Comparison& whole, const PieceSource& reference,
                      const PieceSource& candidate, const Show& show) const {
    if (pixels_.empty()) {
        return;
    }
    const Site root = whole.roots.empty() ? Site{} : whole.roots.front().site;
    auto kept = std::find_if(pixels_.begin(), pixels_.end(), [&root](const KeptPixel& pair) {
        return pair.reference.pixel == root.pixel();
    });
    if (kept == pixels_.end()) { // a root of the set-up, or records that one side lacks
        kept = pixels_.size() > 1 && whole.roots.empty() ? pixels_.begin() + 1 : pixels_.begin();
    }
    const Piece& one = kept->reference;
    const Piece& other = kept->candidate;
    if (!one.large && !other.large) {
        show(reference.file_of(one, reference.read_again(one)),
             candidate.file_of(other, candidate.read_again(other)), one.pixel);
    } else if (auto files = files_at_place({&reference, &one, &candidate, &other}, root)) {
        show(std::move(files->first), std::move(files->second), one.pixel);
    }
}

} // namespace tapir::trace
