#include "format/line_pieces.hpp"

#include <algorithm>

#include "format/native_header.hpp"
#include "format/native_reader.hpp"
#include "format/text_line.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/format/read_trace.hpp"

namespace tapir::trace {

namespace {

/// " slow=685 fast=1039" at the front of a record's indices, under the names that its loops have.
std::optional<Pixel> pixel_at_front(std::string_view indices, const Loops& loops) {
    Site site;
    for (const std::size_t loop : {Loops::row, Loops::column}) {
        const std::string_view prefix = loops.prefix(loop);
        if (indices.substr(0, prefix.size()) != prefix) {
            return std::nullopt;
        }
        indices.remove_prefix(prefix.size());
        const std::size_t end = std::min(indices.find(' '), indices.size());
        const auto number = parse_integer(indices.substr(0, end));
        if (!number) {
            return std::nullopt;
        }
        site[loop] = *number;
        indices.remove_prefix(end);
    }
    return site.pixel();
}

} // namespace

LinePieces::LinePieces(const std::filesystem::path& path, bool native,
                       std::string_view terminal_keys)
    : PieceSource(path), native_(native), terminal_keys_(terminal_keys) {}

/// The line that starts there, without its line end. @return false at the end of the file, or when
/// the line is too long
bool LinePieces::fetch_line(std::size_t at, std::string_view& line) {
    const std::size_t most = lines_ == 0 ? largest_held : longest_line; // a header lists pixels
    std::size_t searched = at;
    for (;;) {
        const std::string_view view = window_.view();
        const std::size_t end = view.find('\n', searched);
        const std::size_t length = std::min(end, view.size()) - at;
        if (length > most) {
            problem_ = "line " + std::to_string(lines_ + 1) + ": longer than " +
                       std::to_string(most) + " bytes, as no record is";
            return false;
        }
        const bool whole = end != std::string_view::npos;
        searched = view.size();
        if (whole || !window_.extend()) {
            line = window_.view().substr(at, length);
            if (native_ && whole && !line.empty() && line.back() == '\r') {
                problem_ = carriage_return_in(lines_ + 1);
                return false;
            }
            const bool any = whole || !line.empty();
            line_ended_ = any ? whole : line_ended_;
            return any;
        }
    }
}

void LinePieces::share_digest_with(const PieceSource* leader) {
    if (leader_ != nullptr && leader == nullptr) {
        digest_ = leader_->digest_before_;
    }
    leader_ = dynamic_cast<const LinePieces*>(leader);
}

/// The piece in the window is done with; of one that is the leader's too, the leader knows the
/// digest.
void LinePieces::pass_piece() {
    if (leader_ != nullptr) {
        window_.drop(held_);
    } else {
        pass(held_);
    }
    held_ = 0;
    if (native_ && leader_ == nullptr) {
        digest_before_ = digest_;
    }
}

/// The first bytes of the window are done with.
void LinePieces::pass(std::size_t bytes) {
    share_digest_with(nullptr);
    if (native_) {
        digest_.update(window_.view().substr(0, bytes));
    }
    window_.drop(bytes);
}

LinePieces::Line LinePieces::pixel_of_native(std::string_view line) {
    if (line.substr(0, native_end_mark.size()) == native_end_mark) {
        return Line::footer;
    }
    const std::size_t close = line.find(']');
    const std::string_view loops = line.substr(std::min(close + 1, line.size()));
    if (close == std::string_view::npos ||
        (!same_pixel_.empty() && loops.substr(0, same_pixel_.size()) == same_pixel_)) {
        return Line::here;
    }
    const auto pixel = pixel_at_front(loops, header_->loops);
    if (!pixel || pixel == pixel_) {
        return Line::here;
    }
    next_pixel_ = pixel;
    return Line::other_pixel;
}

LinePieces::Line LinePieces::pixel_of_text(std::string_view line, bool first) {
    constexpr std::string_view config = "CONFIG:";
    if (first || line.find(config) == std::string_view::npos) {
        return Line::here;
    }
    const TraceLine parts = read_text_line(line);
    if (parts.form != TraceLine::Form::config) {
        return Line::here;
    }
    const auto pixel = config_pixel(parts.rest);
    if (!pixel) {
        problem_ = "line " + std::to_string(lines_ + 1) + ": TRACE_CONFIG without a pixel";
        return Line::end;
    }
    next_pixel_ = pixel;
    return Line::other_pixel;
}

LinePieces::Line LinePieces::look(std::size_t at, bool first, std::string_view& line) {
    if (!fetch_line(at, line)) {
        return Line::end;
    }
    return native_ ? pixel_of_native(line) : pixel_of_text(line, first);
}

/// Goes to the first line that is of another pixel.
bool LinePieces::read_piece(Piece& piece) {
    // lines of the C program mean nothing without those around them
    constexpr std::size_t block = 8 * largest_held;
    const std::size_t most = !pixel_   ? largest_held // of the set-up
                             : native_ ? held_limit_
                                       : std::max(block, held_limit_);
    piece = {};
    piece.pixel = pixel_.value_or(Pixel{-1, -1});
    piece.offset = window_.offset();
    piece.lines_before = lines_;
    std::size_t at = 0;
    std::string_view line;
    Line found = Line::here;
    while ((found = look(at, pixel_ && at + piece.bytes == 0, line)) == Line::here) {
        at += line.size() + (line_ended_ ? 1 : 0);
        ++lines_;
        ++records_;
        if (at > most) {
            piece.large = true;
            piece.bytes += at;
            pass(at);
            at = 0;
        }
    }
    ended_ = found != Line::other_pixel;
    piece.bytes += at;
    held_ = at;
    piece.content = piece.large ? std::string_view() : window_.view().substr(0, at);
    return problem_.empty();
}

void LinePieces::read_header() {
    std::string_view line;
    fetch_line(0, line);
    std::vector<std::string> problems;
    header_ = header_of(line, problems);
    stated_ = StatedPixels(*header_);
    if (problem_.empty() && !problems.empty()) {
        problem_ = problems.front();
    }
    window_.drop(line.size() + (line_ended_ ? 1 : 0));
    ++lines_;
}

/// What the end of the file says of the whole.
void LinePieces::end(std::string_view footer) {
    if (!problem_.empty()) {
        return;
    }
    if (!native_) {
        if (!line_ended_) {
            truncation_ = "its last record has no line end";
        }
    } else if (footer.substr(0, native_end_mark.size()) != native_end_mark) {
        truncation_ = "its footer (TAPIR_END) is missing";
    } else if (!line_ended_) {
        truncation_ = "its footer has no line end";
    } else {
        truncation_ = footer_mismatch(*header_, footer, records_, digest_.hex());
        std::string_view more;
        if (fetch_line(footer.size() + 1, more) || !problem_.empty()) {
            problem_ = "line " + std::to_string(lines_ + 2) + ": text after the footer";
        } else if (!stated_.all_seen()) {
            problem_ = "line 1: the header states other pixels than the records are of";
        }
    }
}

bool LinePieces::next(Piece& piece) {
    if (!started_) {
        started_ = true;
        if (native_) {
            read_header();
        }
        Piece before;
        if (!problem_.empty() || !read_piece(before)) {
            return false;
        }
        if (before.large) {
            problem_ = "its set-up is larger than " + std::to_string(largest_held) + " bytes";
            return false;
        }
        setup_ = before.content;
    }
    if (!problem_.empty()) {
        return false;
    }
    pass_piece();
    if (ended_) {
        share_digest_with(nullptr);
        std::string_view footer;
        fetch_line(0, footer);
        end(footer);
        return false;
    }
    pixel_ = next_pixel_;
    stated_.count(*pixel_);
    if (native_) {
        const Loops& loops = header_->loops;
        same_pixel_ = loops.prefix(Loops::row) + std::to_string(pixel_->slow) +
                      loops.prefix(Loops::column) + std::to_string(pixel_->fast) + " ";
    }
    return read_piece(piece);
}

TraceFile LinePieces::file_of(const Piece& piece, std::string_view content) const {
    if (!native_) {
        TraceFile file = parse_trace(setup_ + std::string(content), name_, terminal_keys_);
        const auto of_setup = static_cast<int>(std::count(setup_.begin(), setup_.end(), '\n'));
        for (PrintedRecord& record : file.records) { // as numbered in the whole file
            record.line +=
                record.line > of_setup ? static_cast<int>(piece.lines_before) - of_setup : 0;
        }
        // one pixel with fewer digits than those before is no file of fewer digits
        file.digits = digits_ = std::max(digits_, file.digits);
        return file;
    }
    TraceFile file = empty_native(name_, *header_, piece.pixel);
    parse_native_records(setup_, 1, file);
    parse_native_records(content, static_cast<int>(piece.lines_before), file);
    return file;
}

} // namespace tapir::trace
