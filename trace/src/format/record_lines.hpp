#pragma once

#include <algorithm>
#include <deque>
#include <string>

#include "format/binary_pieces.hpp"
#include "format/piece_source.hpp"

namespace tapir::trace {

/// The lines of a piece, read in parts.
class PieceLines {
  public:
    PieceLines(const PieceSource& source, const Piece& piece)
        : source_(&source), next_(piece.offset), left_(piece.bytes) {}

    bool next(std::string_view& line) {
        std::size_t end = part_.find('\n', at_);
        while (end == std::string::npos && left_ > 0) {
            constexpr std::size_t usual = std::size_t{1} << 18U;
            const std::size_t bytes = std::min<std::uint64_t>(usual, left_);
            part_.erase(0, at_);
            at_ = 0;
            const std::size_t searched = part_.size();
            part_ += source_->read_part(next_, bytes);
            next_ += bytes;
            left_ -= bytes;
            end = part_.find('\n', searched);
        }
        if (at_ >= part_.size()) {
            return false;
        }
        end = std::min(end, part_.size());
        line = std::string_view(part_).substr(at_, end - at_);
        if (!line.empty() && line.back() == '\r') {
            line.remove_suffix(1);
        }
        at_ = end + 1;
        return true;
    }

  private:
    const PieceSource* source_;
    std::uint64_t next_, left_;
    std::string part_;
    std::size_t at_ = 0;
};

/// The blocks of a piece of the binary form, one by one.
class PieceBlocks {
  public:
    PieceBlocks(const PieceSource& source, const Piece& piece)
        : source_(&source), next_(piece.offset), end_(piece.offset + piece.bytes) {}

    bool next(std::string_view& block) {
        binary::BlockHead head;
        while (next_ < end_) {
            const std::string front = source_->read_part(next_, sizeof head);
            if (!binary::read_head(front, head)) {
                return false;
            }
            const std::uint64_t begin = next_;
            next_ += sizeof head + head.bytes;
            if (head.kind == binary::Kind::records) {
                block_ = source_->read_part(begin, sizeof head + head.bytes);
                block = block_;
                return true;
            }
        }
        return false;
    }

  private:
    const PieceSource* source_;
    std::uint64_t next_, end_;
    std::string block_;
};

/// The records of a piece as lines, whatever its layout.
class RecordLines {
  public:
    RecordLines(const PieceSource& source, const Piece& piece)
        : lines_(source, piece), blocks_(source, piece),
          binary_(dynamic_cast<const BinaryPieces*>(&source)) {}

    bool next(std::string_view& line) {
        if (binary_ == nullptr) {
            return lines_.next(line);
        }
        binary::Record record;
        while (!walk_.next(record)) {
            std::string_view block;
            binary::BlockHead head;
            if (!blocks_.next(block) || !binary::read_head(block, head)) {
                return false;
            }
            walk_ = {head, block.substr(sizeof head)};
        }
        line_ = binary_->as_line(record, walk_.site_of(record));
        line = line_;
        return true;
    }

  private:
    PieceLines lines_;
    PieceBlocks blocks_;
    const BinaryPieces* binary_;
    binary::RecordWalk walk_{{}, {}};
    std::string line_;
};

/// The records of a piece, the next few of which can be seen.
class LinesAhead {
  public:
    LinesAhead(const PieceSource& source, const Piece& piece) : lines_(source, piece) {}

    /// @return nothing when fewer lines than that are left
    const std::string* at(std::size_t place) {
        std::string_view line;
        while (ahead_.size() <= place && lines_.next(line)) {
            ahead_.emplace_back(line);
        }
        return place < ahead_.size() ? &ahead_[place] : nullptr;
    }
    void pop() { ahead_.pop_front(); }

  private:
    RecordLines lines_;
    std::deque<std::string> ahead_;
};

} // namespace tapir::trace
