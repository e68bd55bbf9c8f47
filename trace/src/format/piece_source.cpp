#include "format/piece_source.hpp"

namespace tapir::trace {

StatedPixels::StatedPixels(const NativeHeader& header)
    : rectangle_(header.rectangle), listed_(header.pixels.begin(), header.pixels.end()),
      outstanding_(listed_) {}

void StatedPixels::count(const Pixel& pixel) {
    ++pixels_seen_;
    if (rectangle_) {
        const auto& [first, last] = *rectangle_; // row by row
        const std::int64_t columns = std::int64_t{last.fast} - first.fast + 1;
        const auto place = static_cast<std::int64_t>(pixels_seen_ - 1);
        others_ = others_ || pixel.slow != first.slow + place / columns ||
                  pixel.fast != first.fast + place % columns;
    } else {
        others_ = others_ || listed_.count(pixel) == 0;
        outstanding_.erase(pixel);
    }
}

bool StatedPixels::all_seen() const {
    if (rectangle_) {
        const auto& [first, last] = *rectangle_;
        const auto rows = static_cast<std::uint64_t>(std::int64_t{last.slow} - first.slow + 1);
        const auto columns = static_cast<std::uint64_t>(std::int64_t{last.fast} - first.fast + 1);
        return !others_ && pixels_seen_ == rows * columns;
    }
    return !others_ && outstanding_.empty();
}

} // namespace tapir::trace
