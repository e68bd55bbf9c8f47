#include "format/open_pieces.hpp"

#include "format/binary_pieces.hpp"
#include "format/line_pieces.hpp"
#include "format/native_reader.hpp"

namespace tapir::trace {

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
        // version 2 need not have pixels: such a trace is read as a whole
        const std::string_view header = front.substr(0, front.find('\n'));
        return header.find(" format=2") == std::string_view::npos
                   ? std::make_unique<LinePieces>(path, true, terminal_keys)
                   : nullptr;
    }
    // lines of a port may state their pixel last, and those of a single pixel not at all
    const bool of_c = front.find("TRACE_C") != std::string_view::npos &&
                      front.find("TRACE_CONFIG:") != std::string_view::npos &&
                      front.find("TRACE_PY") == std::string_view::npos;
    return of_c ? std::make_unique<LinePieces>(path, false, terminal_keys) : nullptr;
}

} // namespace tapir::trace
