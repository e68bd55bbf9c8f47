#include "stream/large_piece.hpp"

#include <algorithm>

#include "format/native_reader.hpp"
#include "format/record_lines.hpp"

namespace tapir::trace {

namespace {

Site site_of(std::string_view line) {
    TraceFile one;
    one.digits = NativeHeader::full_digits;
    parse_native_records(line, 0, one);
    return one.records.empty() ? Site{} : one.records.front().site;
}

/// Whether a record stands at a place, or outside its loops; of loops the place is outside of, the
/// first passes.
bool belongs_to_place(const Site& site, const Site& place) {
    const auto fits = [](int index, int wanted) {
        return index < 0 || index == (wanted < 0 ? 0 : wanted);
    };
    bool all = true;
    for (std::size_t loop = Loops::column + 1; loop < most_loops; ++loop) {
        all = all && fits(site[loop], place[loop]);
    }
    return all;
}

/// The record lines of a piece around a place; empty when even those are too many.
std::string lines_at_place(const PieceSource& source, const Piece& piece, const Site& place) {
    std::string lines;
    RecordLines records(source, piece);
    std::string_view line;
    while (records.next(line)) {
        if (belongs_to_place(site_of(line), place)) {
            lines += std::string(line) + "\n";
        }
        if (lines.size() > PieceSource::largest_held) {
            return "";
        }
    }
    return lines;
}

/// The first departing record as a root of its own, where nothing more can be told.
RootCause root_of_first_record(const LargePair& pair, const QuickResult& seen) {
    RootCause root;
    const std::string& line =
        seen.first_reference.empty() ? seen.first_candidate : seen.first_reference;
    const auto parts = split_native_line(line);
    root.key = parts ? std::string(parts->key) : line;
    root.tap = root.key;
    root.unit = parts ? std::string(parts->unit) : "";
    root.site = parts ? site_of(line) : Site{};
    root.site.set_pixel(pair.reference->pixel);
    root.reference = seen.first_reference.empty() ? "no such record" : seen.first_reference;
    root.candidate = seen.first_candidate.empty() ? "no such record" : seen.first_candidate;
    root.cause_class = CauseClass::unknown;
    root.evidence = {{Rule::first_of_large_pixel}};
    return root;
}

} // namespace

namespace {

/// What a native record is of, and where.
std::string_view head_of(const std::string& line) {
    return std::string_view(line).substr(0, line.find(" :"));
}

/// How many records stand before the one that belongs to `line`; 0 when none near does.
std::size_t records_before(LinesAhead& lines, const std::string& line) {
    constexpr std::size_t far = 64;
    for (std::size_t i = 1; i < far; ++i) {
        const std::string* other = lines.at(i);
        if (other == nullptr) {
            return 0;
        }
        if (head_of(*other) == head_of(line)) {
            return i;
        }
    }
    return 0;
}

/// Takes the records of both sides in step; where one side has records that the other lacks, it
/// goes past them.
void quick_compare_lines(const LargePair& pair, QuickCompare& quick) {
    LinesAhead ours(*pair.reference_source, *pair.reference);
    LinesAhead theirs(*pair.candidate_source, *pair.candidate);
    for (;;) {
        const std::string* one = ours.at(0);
        const std::string* other = theirs.at(0);
        if (one == nullptr && other == nullptr) {
            return;
        }
        const bool both = one != nullptr && other != nullptr;
        const bool apart =
            both && quick.layout() == Layout::native_lines && head_of(*one) != head_of(*other);
        const bool extra =
            other != nullptr && (one == nullptr || (apart && records_before(theirs, *one) > 0));
        const bool missing = one != nullptr && !extra &&
                             (other == nullptr || (apart && records_before(ours, *other) > 0));
        if (extra) {
            quick.one_sided({}, *other);
            theirs.pop();
        } else if (missing) {
            quick.one_sided(*one, {});
            ours.pop();
        } else {
            quick.lines(*one, *other);
            ours.pop();
            theirs.pop();
        }
    }
}

/// The same by whole blocks: tells only whether all is clear.
QuickResult quick_compare_blocks(const LargePair& pair, const Tolerance& tolerance) {
    QuickCompare quick(Layout::binary, tolerance, {});
    PieceBlocks ours(*pair.reference_source, *pair.reference);
    PieceBlocks theirs(*pair.candidate_source, *pair.candidate);
    for (;;) {
        std::string_view one;
        std::string_view other;
        const bool any = ours.next(one);
        const bool more = theirs.next(other);
        if (!any && !more) {
            return quick.result();
        }
        quick.pieces(one, other);
    }
}

} // namespace

QuickResult quick_compare_large(const LargePair& pair, bool by_blocks, const Tolerance& tolerance,
                                std::string_view terminal_keys) {
    if (by_blocks) {
        QuickResult seen = quick_compare_blocks(pair, tolerance);
        if (seen.clear) {
            return seen;
        }
    }
    // lines tell which record is the first that departs
    const bool of_c = pair.reference_source->layout() == Layout::c_lines;
    QuickCompare quick(of_c ? Layout::c_lines : Layout::native_lines, tolerance, terminal_keys);
    quick_compare_lines(pair, quick);
    return quick.result();
}

std::optional<std::pair<TraceFile, TraceFile>> files_at_place(const LargePair& pair,
                                                              const Site& place) {
    if (pair.reference_source->layout() == Layout::c_lines ||
        pair.candidate_source->layout() == Layout::c_lines) {
        return std::nullopt;
    }
    const std::string ours = lines_at_place(*pair.reference_source, *pair.reference, place);
    const std::string theirs = lines_at_place(*pair.candidate_source, *pair.candidate, place);
    if (ours.empty() || theirs.empty()) {
        return std::nullopt;
    }
    return std::pair(pair.reference_source->file_of_lines(*pair.reference, ours),
                     pair.candidate_source->file_of_lines(*pair.candidate, theirs));
}

Comparison judge_large(const LargePair& pair, const QuickResult& seen,
                       const StreamOptions& options) {
    Comparison pixel;
    if (!seen.clear) {
        const Site place =
            site_of(seen.first_reference.empty() ? seen.first_candidate : seen.first_reference);
        if (auto files = files_at_place(pair, place)) {
            pixel = options.look_closer(std::move(files->first), std::move(files->second));
            if (pixel.verdict == Verdict::not_comparable) {
                return pixel;
            }
        }
    }
    Counts whole = pixel.of_setup;
    constexpr std::uint64_t one = 1;
    Counts records;
    records.compared = seen.values;
    records.departing =
        seen.clear ? 0
                   : std::min(seen.values,
                              std::max(seen.missing + seen.extra == 0 ? one : 0, seen.departing));
    records.within_tolerance = std::min(seen.within, seen.values - records.departing);
    records.swamped = std::min(seen.swamped, records.within_tolerance);
    records.identical = records.compared - records.departing - records.within_tolerance;
    whole += records;
    static_cast<Counts&>(pixel) = whole;
    const std::string of_pixel =
        " record(s) of pixel " + to_text(std::vector{pair.reference->pixel});
    if (seen.missing > 0) {
        pixel.missing = {std::to_string(seen.missing) + of_pixel};
    }
    if (seen.extra > 0) {
        pixel.extra = {std::to_string(seen.extra) + of_pixel};
    }
    pixel.verdict = seen.clear && pixel.roots.empty() ? Verdict::parity : Verdict::divergence;
    if (!seen.clear && pixel.roots.empty()) {
        pixel.roots.push_back(root_of_first_record(pair, seen));
    }
    pixel.notes.push_back("of pixel " + to_text(std::vector{pair.reference->pixel}) +
                          ", whose records are too many to be held at once, only those around "
                          "the first departing one were looked at closely");
    return pixel;
}

} // namespace tapir::trace
