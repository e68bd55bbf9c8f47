#pragma once

#include <vector>

#include "format/binary_format.hpp"
#include "format/piece_source.hpp"

namespace tapir::trace {

/// Whether the bytes begin like a binary trace.
[[nodiscard]] bool is_binary(std::string_view bytes);

/// Reads a binary trace as a whole. @throws InputError  the file cannot be read
[[nodiscard]] TraceFile read_binary(const std::filesystem::path& path);

/// Reads the binary form pixel by pixel. The content of a piece is whole blocks.
class BinaryPieces final : public PieceSource {
  public:
    explicit BinaryPieces(const std::filesystem::path& path);

    bool next(Piece& piece) override;
    [[nodiscard]] Layout layout() const override { return Layout::binary; }
    [[nodiscard]] std::string_view setup() const override { return setup_; }
    [[nodiscard]] TraceFile file_of(const Piece& piece, std::string_view content) const override;
    [[nodiscard]] TraceFile file_of_lines(const Piece& piece,
                                          std::string_view lines) const override;
    [[nodiscard]] const std::optional<NativeHeader>& header() const override { return header_; }

    /// "key\tunit\n" of each tap seen so far, in order of their numbers.
    [[nodiscard]] std::string_view taps() const { return tap_text_; }
    /// "key [unit] loops : values" of a record.
    [[nodiscard]] std::string as_line(const binary::Record& record, const Site& site) const;

    /// Adds the records of blocks to a trace.
    void add_records(std::string_view blocks, TraceFile& file) const;

  private:
    struct Tap {
        std::string key, unit;
    };

    void read_header();
    bool block_at(std::size_t at, binary::BlockHead& head);
    void learn_taps(std::string_view payload);
    bool check_records(const binary::BlockHead& head, std::string_view payload);
    void end(const binary::BlockHead& head, std::string_view payload);
    bool read_piece(Piece& piece, bool setup);

    bool started_ = false, ended_ = false;
    std::string setup_, tap_text_, header_text_;
    std::optional<NativeHeader> header_;
    StatedPixels stated_;
    std::vector<Tap> taps_;
    std::size_t held_ = 0;
    std::uint64_t records_ = 0, chain_ = 0;
};

} // namespace tapir::trace
