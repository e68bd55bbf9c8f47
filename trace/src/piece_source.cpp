#include "piece_source.hpp"

#include "binary_pieces.hpp"
#include "line_pieces.hpp"
#include "native_reader.hpp"

namespace tapir::trace {

StatedPixels::StatedPixels(const NativeHeader& header)
    : rectangle_(header.rectangle), listed_(header.pixels.begin(), header.pixels.end()),
      outstanding_(listed_) {}

void StatedPixels::come(const Pixel& pixel) {
    ++come_;
    if (rectangle_) {
        const auto& [first, last] = *rectangle_; // row by row
        const std::int64_t columns = std::int64_t{last.fast} - first.fast + 1;
        const auto place = static_cast<std::int64_t>(come_ - 1);
        others_ = others_ || pixel.slow != first.slow + place / columns ||
                  pixel.fast != first.fast + place % columns;
    } else {
        others_ = others_ || listed_.count(pixel) == 0;
        outstanding_.erase(pixel);
    }
}

bool StatedPixels::kept() const {
    if (rectangle_) {
        const auto& [first, last] = *rectangle_;
        const auto rows = static_cast<std::uint64_t>(std::int64_t{last.slow} - first.slow + 1);
        const auto columns = static_cast<std::uint64_t>(std::int64_t{last.fast} - first.fast + 1);
        return !others_ && come_ == rows * columns;
    }
    return !others_ && outstanding_.empty();
}

std::unique_ptr<PieceSource> open_pieces(const std::filesystem::path& path,
                                         std::string_view terminal_keys) {
    FileWindow window(path);
    while (window.view().size() < PieceSource::largest_held && window.extend()) {
    }
    const std::string_view front = window.view();
    if (is_binary(front)) {
        return std::make_unique<BinaryPieces>(path);
    }
    if (is_native(front)) {
        return std::make_unique<LinePieces>(path, true, terminal_keys);
    }
    // lines of a port may state their pixel last, and those of a single pixel not at all
    const bool of_c = front.find("TRACE_C") != std::string_view::npos &&
                      front.find("TRACE_CONFIG:") != std::string_view::npos &&
                      front.find("TRACE_PY") == std::string_view::npos;
    return of_c ? std::make_unique<LinePieces>(path, false, terminal_keys) : nullptr;
}

} // namespace tapir::trace
