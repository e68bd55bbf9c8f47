#pragma once

#include "format/piece_source.hpp"
#include "tapir/trace/base/digest.hpp"

namespace tapir::trace {

/// Reads native text, or the lines of the C program, pixel by pixel.
class LinePieces final : public PieceSource {
  public:
    LinePieces(const std::filesystem::path& path, bool native, std::string_view terminal_keys);

    bool next(Piece& piece) override;
    [[nodiscard]] Layout layout() const override {
        return native_ ? Layout::native_lines : Layout::c_lines;
    }
    [[nodiscard]] std::string_view setup() const override { return setup_; }
    [[nodiscard]] TraceFile file_of(const Piece& piece, std::string_view content) const override;
    [[nodiscard]] TraceFile file_of_lines(const Piece& piece,
                                          std::string_view lines) const override {
        return file_of(piece, lines);
    }
    void share_digest_with(const PieceSource* leader) override;
    [[nodiscard]] const std::optional<NativeHeader>& header() const override { return header_; }

    /// No record line is nearly as long; a file with a longer one is no trace.
    static constexpr std::size_t longest_line = std::size_t{1} << 16U;

  private:
    enum class Line : std::uint8_t { here, other_pixel, footer, end };

    void read_header();
    Line look(std::size_t at, bool first, std::string_view& line);
    Line pixel_of_native(std::string_view line);
    Line pixel_of_text(std::string_view line, bool first);
    bool fetch_line(std::size_t at, std::string_view& line);
    void pass(std::size_t bytes);
    void pass_piece();
    bool read_piece(Piece& piece);
    void end(std::string_view footer);

    bool native_, started_ = false, ended_ = false;
    std::string terminal_keys_, setup_;
    std::optional<NativeHeader> header_;
    StatedPixels stated_;
    std::optional<Pixel> pixel_, next_pixel_; ///< of the piece that is read, and of the next
    std::string same_pixel_;                  ///< how the loops of a record of `pixel_` begin
    std::size_t held_ = 0;                    ///< bytes of the window that the last piece lies in
    std::uint64_t lines_ = 0, records_ = 0;
    mutable int digits_ = 0; ///< most that any piece was printed with, of C lines
    bool line_ended_ = true;
    Sha256 digest_, digest_before_; ///< of all records, of those before the last piece
    const LinePieces* leader_ = nullptr;
};

} // namespace tapir::trace
