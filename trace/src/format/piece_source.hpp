#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/file_window.hpp"
#include "tapir/trace/format/trace_file.hpp"

namespace tapir::trace {

/// What a trace file holds of one pixel.
struct Piece {
    Pixel pixel;
    std::uint64_t offset = 0, bytes = 0; ///< in the file
    std::uint64_t lines_before = 0;      ///< lines (or records) of the file before it
    std::string_view content;            ///< until the next call; empty when `large`
    bool large = false;                  ///< more than is held at once
};

/// How records are laid out in the bytes of a piece.
enum class Layout : std::uint8_t { native_lines, c_lines, binary };

/// Holds the pixels of a trace against those its header states.
class StatedPixels {
  public:
    StatedPixels() = default;
    explicit StatedPixels(const NativeHeader& header);

    /// The next pixel of the file.
    void count(const Pixel& pixel);
    /// Every stated pixel was counted, and no other.
    [[nodiscard]] bool all_seen() const;

  private:
    std::optional<std::pair<Pixel, Pixel>> rectangle_;
    std::set<Pixel> listed_, outstanding_;
    std::uint64_t pixels_seen_ = 0;
    bool others_ = false;
};

/// Reads a trace pixel by pixel, in one pass, holding no more than one piece.
class PieceSource {
  public:
    virtual ~PieceSource() = default;

    /// The next pixel. @return false at the end, or where nothing more can be read: see `failure`
    virtual bool next(Piece& piece) = 0;

    [[nodiscard]] virtual Layout layout() const = 0;
    /// What stands before the first pixel; to be had after the first call of `next`.
    [[nodiscard]] virtual std::string_view setup() const = 0;
    /// A trace of the set-up and of one pixel, of bytes that may be part of a piece.
    [[nodiscard]] virtual TraceFile file_of(const Piece& piece, std::string_view content) const = 0;
    /// The same of native record lines.
    [[nodiscard]] virtual TraceFile file_of_lines(const Piece& piece,
                                                  std::string_view lines) const = 0;
    [[nodiscard]] virtual const std::optional<NativeHeader>& header() const = 0;

    /// From the piece last read on, this file has been byte for byte the same as the leader, whose
    /// digest so far is then this file's too; until that is told not to hold any more (null).
    virtual void share_digest_with(const PieceSource* leader) { static_cast<void>(leader); }

    /// Why the file is not whole or cannot be read, as `TraceFile::truncation` and `problems` say
    /// it; final when `next` has returned false.
    [[nodiscard]] const std::string& truncation() const { return truncation_; }
    [[nodiscard]] const std::string& problem() const { return problem_; }

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::uint64_t size() const { return window_.size(); }
    [[nodiscard]] std::uint64_t position() const { return window_.offset(); }
    [[nodiscard]] std::string read_again(const Piece& piece) const {
        return window_.read_at(piece.offset, piece.bytes);
    }
    /// Part of a large piece.
    [[nodiscard]] std::string read_part(std::uint64_t offset, std::size_t bytes) const {
        return window_.read_at(offset, bytes);
    }

    /// The largest piece that is held in memory.
    void limit_held(std::size_t bytes) { held_limit_ = bytes; }

    static constexpr std::size_t largest_held = std::size_t{1} << 20U; ///< unless told otherwise

  protected:
    explicit PieceSource(const std::filesystem::path& path) : window_(path), name_(path.string()) {}

    std::size_t held_limit_ = largest_held;
    FileWindow window_;
    std::string name_, truncation_, problem_;
};

} // namespace tapir::trace
