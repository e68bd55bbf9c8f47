#include "format/binary_pieces.hpp"

#include <cstring>

#include "format/line_tools.hpp"
#include "format/native_header.hpp"
#include "format/native_reader.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/base/text_buffer.hpp"

namespace tapir::trace {

namespace {

/// Blocks are written smaller; one that claims more is refused before it costs memory.
constexpr std::uint64_t largest_block = std::uint64_t{1} << 22U;

} // namespace

bool is_binary(std::string_view bytes) {
    return bytes.substr(0, binary::mark.size()) == binary::mark;
}

BinaryPieces::BinaryPieces(const std::filesystem::path& path) : PieceSource(path) {}

void BinaryPieces::read_header() {
    std::size_t end = std::string_view::npos;
    while ((end = window_.view().find('\n')) == std::string_view::npos) {
        if (window_.view().size() > largest_held || !window_.extend()) {
            problem_ = "its header line does not end";
            return;
        }
    }
    header_text_ = window_.view().substr(0, end + 1);
    std::vector<std::string> problems;
    header_ = header_of(std::string_view(header_text_).substr(0, end), problems);
    problem_ = problems.empty() ? "" : problems.front();
    if (problem_.empty() && header_->digits != NativeHeader::full_digits) {
        problem_ = "its header states fewer digits than its doubles have";
    }
    if (problem_.empty() && header_->format != 1) {
        problem_ = "its header is of version 2, and the binary form has the loops of version 1";
    }
    stated_ = StatedPixels(*header_);
    window_.drop(end + 1);
}

/// Gets the block that starts there into the window, whole and checked.
bool BinaryPieces::block_at(std::size_t at, binary::BlockHead& head) {
    const auto has = [&](std::size_t bytes) {
        while (window_.view().size() < at + bytes) {
            if (!window_.extend()) {
                return false;
            }
        }
        return true;
    };
    const std::string where = " at byte " + std::to_string(window_.offset() + at);
    if (!has(sizeof head)) {
        truncation_ = "it ends" + where + ", before its end block";
    } else if (!binary::read_head(window_.view().substr(at), head) || head.bytes > largest_block) {
        problem_ = "no block of a binary trace" + where;
    } else if (!has(sizeof head + head.bytes)) {
        truncation_ = "it ends in the block" + where;
    } else if (binary::check_of(head, window_.view().substr(at + sizeof head, head.bytes)) !=
               head.check) {
        truncation_ = "the block" + where + " was changed after it was written";
    }
    return problem_.empty() && truncation_.empty();
}

void BinaryPieces::learn_taps(std::string_view payload) {
    tap_text_ += payload;
    for (const std::string_view line : split(payload, "\n")) {
        const std::size_t tab = std::min(line.find('\t'), line.size());
        taps_.push_back({std::string(line.substr(0, tab)),
                         std::string(line.substr(std::min(tab + 1, line.size())))});
    }
}

/// Whether a block holds the records it promises, of taps that were named.
bool BinaryPieces::check_records(const binary::BlockHead& head, std::string_view payload) {
    binary::RecordWalk walk(head, payload);
    binary::Record record;
    std::uint64_t count = 0;
    bool good = true;
    while (walk.next(record)) {
        ++count;
        good = good && record.tap < taps_.size();
    }
    if (!good || walk.broken() || count != head.records) {
        problem_ = "a block of pixel " + std::to_string(head.slow) + "," +
                   std::to_string(head.fast) + " does not hold the records it promises";
    }
    records_ += count;
    return problem_.empty();
}

void BinaryPieces::end(const binary::BlockHead& head, std::string_view payload) {
    binary::End end;
    const bool sized = payload.size() == sizeof end;
    if (sized) {
        std::memcpy(&end, payload.data(), sizeof end);
    }
    if (!sized || end.chain != chain_ || end.header != binary::check_of(header_text_)) {
        truncation_ = "its blocks or its header are not those that were written";
    } else if (head.records != records_ || header_->records != records_) {
        truncation_ = "its header promises " + std::to_string(header_->records) +
                      " records, it holds " + std::to_string(records_);
    } else if (!stated_.all_seen()) {
        problem_ = "the header states other pixels than the records are of";
    }
    ended_ = true;
}

/// Reads blocks up to the first of another pixel, which is left in the window.
bool BinaryPieces::read_piece(Piece& piece, bool setup) {
    piece = {};
    piece.pixel = {-1, -1};
    piece.offset = window_.offset();
    piece.lines_before = records_;
    std::size_t at = 0;
    bool begun = setup;
    binary::BlockHead head;
    while (!ended_) {
        if (!block_at(at, head)) {
            return false;
        }
        const std::string_view payload = window_.view().substr(at + sizeof head, head.bytes);
        if (head.kind == binary::Kind::records) {
            const Pixel pixel{head.slow, head.fast};
            if (begun && pixel != piece.pixel) {
                break;
            }
            if (!begun && pixel.slow >= 0) {
                stated_.count(pixel);
            }
            begun = true;
            piece.pixel = pixel;
            if (!check_records(head, payload)) {
                return false;
            }
        } else if (head.kind == binary::Kind::taps) {
            learn_taps(payload);
        } else if (head.kind == binary::Kind::end) {
            end(head, payload);
            if (window_.view().size() > at + sizeof head + head.bytes || window_.extend()) {
                problem_ = "bytes after its end block";
            }
        } else {
            problem_ = "a block of unknown kind";
            return false;
        }
        chain_ = binary::chained(chain_, head);
        if (ended_) {
            break;
        }
        at += sizeof head + head.bytes;
        if (at > (setup ? largest_held : held_limit_)) {
            piece.large = true;
            piece.bytes += at;
            window_.drop(at);
            at = 0;
        }
    }
    piece.bytes += at;
    held_ = at;
    piece.content = piece.large ? std::string_view() : window_.view().substr(0, at);
    return begun && problem_.empty() && truncation_.empty();
}

bool BinaryPieces::next(Piece& piece) {
    if (!started_) {
        started_ = true;
        read_header();
        Piece before;
        if (!problem_.empty() || !read_piece(before, true)) {
            return false;
        }
        if (before.large) {
            problem_ = "its set-up is larger than " + std::to_string(largest_held) + " bytes";
            return false;
        }
        setup_ = before.content;
    }
    window_.drop(held_);
    held_ = 0;
    return problem_.empty() && truncation_.empty() && !ended_ && read_piece(piece, false);
}

void BinaryPieces::add_records(std::string_view blocks, TraceFile& file) const {
    binary::for_each_record(blocks,
                            [&](const binary::Record& record, const binary::RecordWalk& walk) {
                                PrintedRecord printed;
                                printed.kind = "native";
                                printed.key = taps_[record.tap].key;
                                printed.unit = taps_[record.tap].unit;
                                printed.site = walk.site_of(record);
                                for (std::size_t i = 0; i < binary::count_of(record); ++i) {
                                    PrintedValue value;
                                    value.number = binary::value_at(record, i);
                                    value.numeric = true;
                                    value.text = shortest(value.number);
                                    printed.values.push_back(std::move(value));
                                }
                                file.records.push_back(std::move(printed));
                            });
}

TraceFile BinaryPieces::file_of_lines(const Piece& piece, std::string_view lines) const {
    TraceFile file = file_of(piece, {});
    parse_native_records(lines, 0, file);
    return file;
}

TraceFile BinaryPieces::file_of(const Piece& piece, std::string_view content) const {
    TraceFile file = empty_native(name_, *header_, piece.pixel);
    add_records(setup_, file);
    add_records(content, file);
    return file;
}

TraceFile read_binary(const std::filesystem::path& path) {
    BinaryPieces pieces(path);
    constexpr std::size_t all = std::size_t{1} << 40U;
    pieces.limit_held(all);
    TraceFile file;
    file.name = path.string();
    file.dialect = Dialect::native;
    Piece piece;
    bool more = pieces.next(piece);
    pieces.add_records(pieces.setup(), file);
    for (; more; more = pieces.next(piece)) {
        pieces.add_records(piece.content, file);
        if (piece.pixel.slow >= 0) {
            file.pixels.push_back(piece.pixel);
        }
    }
    file.header = pieces.header();
    if (file.header) {
        file.digits = file.header->digits;
        file.pixels = file.header->rectangle ? file.pixels : file.header->pixels;
    }
    if (!pieces.problem().empty()) {
        file.problems.push_back(pieces.problem());
    }
    file.truncation = pieces.truncation();
    return file;
}

std::string BinaryPieces::as_line(const binary::Record& record, const Site& site) const {
    std::vector<double> values(binary::count_of(record));
    std::memcpy(values.data(), record.values.data(), record.values.size());
    TextBuffer line;
    append_record_line(line, taps_[record.tap].key, taps_[record.tap].unit, site, header_->loops,
                       values);
    return std::string(line.view().substr(0, line.view().size() - 1)); // without its line end
}

} // namespace tapir::trace
