#include "tapir/trace/stream/stream_comparison.hpp"

#include <deque>
#include <map>

#include "format/binary_pieces.hpp"
#include "format/open_pieces.hpp"
#include "stream/kept_pixels.hpp"
#include "stream/large_piece.hpp"
#include "stream/pixel_totals.hpp"
#include "stream/quick_compare.hpp"
#include "stream/quick_compare_probe.hpp"
#include "tapir/trace/base/error.hpp"
#include "verdict/conclusion.hpp"
#include "verdict/preflight.hpp"

namespace tapir::trace {

namespace {

/// Pieces of one side whose partner has not come yet. Only where they lie is kept.
using Waiting = std::map<Pixel, std::deque<Piece>>;

std::string pixel_text(const Pixel& pixel) {
    return pixel.slow < 0 ? "no pixel" : "pixel " + to_text(std::vector{pixel});
}

class StreamComparison {
  public:
    StreamComparison(PieceSource& reference, PieceSource& candidate, const ProgramModel& program,
                     const StreamOptions& options)
        : reference_(&reference), candidate_(&candidate), program_(&program), options_(&options) {
        reference.limit_held(options.largest_piece);
        candidate.limit_held(options.largest_piece);
    }

    Comparison run() {
        bool more_reference = true;
        bool more_candidate = true;
        while ((more_reference || more_candidate) && !totals_.refused()) {
            Piece one;
            Piece other;
            more_reference = more_reference && reference_->next(one);
            more_candidate = more_candidate && candidate_->next(other);
            if (more_reference && more_candidate && one.pixel == other.pixel &&
                waiting_reference_.count(one.pixel) == 0 &&
                waiting_candidate_.count(one.pixel) == 0) {
                share_digest_while_same(one, other);
                compare(one, other);
            } else {
                stop_sharing_digest();
                if (more_reference) {
                    match_or_wait(one, waiting_reference_, waiting_candidate_, true);
                }
                if (more_candidate) {
                    match_or_wait(other, waiting_candidate_, waiting_reference_, false);
                }
            }
            show_progress();
        }
        return totals_.refused() ? totals_.result() : finish();
    }

  private:
    /// A piece that is not in step with the other side's: its partner is here already, or it waits.
    void match_or_wait(const Piece& piece, Waiting& own, Waiting& others, bool of_reference) {
        const auto partner = others.find(piece.pixel);
        if (partner == others.end()) {
            own[piece.pixel].push_back(piece);
            own[piece.pixel].back().content = {};
            return;
        }
        Piece earlier = partner->second.front();
        partner->second.pop_front();
        if (partner->second.empty()) {
            others.erase(partner);
        }
        const std::string bytes =
            earlier.large ? std::string()
                          : (of_reference ? candidate_ : reference_)->read_again(earlier);
        earlier.content = bytes;
        if (of_reference) {
            compare(piece, earlier);
        } else {
            compare(earlier, piece);
        }
    }

    /// Lines, or records, can be taken in step.
    [[nodiscard]] bool in_step() const {
        if (reference_->layout() != candidate_->layout()) {
            return false;
        }
        if (reference_->layout() == Layout::c_lines) {
            return true;
        }
        // what shows more digits than its header states is the reader's to refuse
        constexpr int full = NativeHeader::full_digits;
        if (reference_->header()->digits != full || candidate_->header()->digits != full) {
            return false;
        }
        return reference_->layout() != Layout::binary || taps(*reference_) == taps(*candidate_);
    }

    /// Files that are the same so far need one digest between them.
    void share_digest_while_same(const Piece& one, const Piece& other) {
        const bool first = totals_.pixels() == 0;
        const bool same = !one.large && !other.large && one.content == other.content &&
                          (!first || reference_->setup() == candidate_->setup());
        if (!same) {
            stop_sharing_digest();
        } else if (first && same_so_far_) {
            candidate_->share_digest_with(reference_);
        }
    }

    void stop_sharing_digest() {
        same_so_far_ = false;
        candidate_->share_digest_with(nullptr);
    }

    static std::string_view taps(const PieceSource& source) {
        return dynamic_cast<const BinaryPieces&>(source).taps();
    }

    /// What stands before the first pixel, and what the headers say.
    Comparison compare_setups() {
        Piece none;
        none.pixel = {-1, -1};
        return options_->look_closer(reference_->file_of(none, {}), candidate_->file_of(none, {}));
    }

    void compare(const Piece& one, const Piece& other) {
        const std::size_t causes = totals_.causes();
        const std::uint64_t departing = totals_.departing_pixels();
        const bool first = totals_.pixels() == 0;
        if (one.large || other.large) {
            compare_large(one, other);
        } else {
            compare_held(one, other);
        }
        if (first || totals_.causes() > causes ||
            (departing == 0 && totals_.departing_pixels() > 0)) {
            kept_pixels_.keep(one, other);
        }
    }

    void compare_held(const Piece& one, const Piece& other) {
        const bool first = totals_.pixels() == 0;
        if (in_step()) {
            const bool enough = totals_.departing_pixels() >= options_->most_departing_pixels;
            const bool exactly = options_->clear_identical_only && !enough;
            QuickCompare quick(reference_->layout(), exactly ? Tolerance{} : options_->tolerance,
                               program_->terminal_keys);
            quick.pieces(one.content, other.content);
            const QuickResult seen = quick.result();
            if (first && seen.clear) {
                planted_ += test_quick_compare(quick, one.content);
            }
            if (!first && (seen.clear || enough)) {
                totals_.add(seen);
                return;
            }
        }
        TraceFile ours = reference_->file_of(one, one.content);
        TraceFile theirs = candidate_->file_of(other, other.content);
        for (const TraceFile* file : {&ours, &theirs}) {
            if (!file->truncation.empty()) { // a part of a part would show too little
                totals_.add(refuse_truncated(file->name, file->truncation));
                return;
            }
        }
        totals_.add(options_->look_closer(std::move(ours), std::move(theirs)));
    }

    /// A pixel of which no side is held: by records in step, and the first that departs in full.
    void compare_large(const Piece& one, const Piece& other) {
        const bool of_c = reference_->layout() == Layout::c_lines;
        if (of_c != (candidate_->layout() == Layout::c_lines)) {
            totals_.add(refuse(VerdictReason::too_large,
                               "The records of " + pixel_text(one.pixel) +
                                   " are more than can be held at once, and the traces "
                                   "are of different dialects: " +
                                   reference_->name() + ", " + candidate_->name() + "."));
            return;
        }
        if (totals_.pixels() == 0) {
            totals_.add_setup(compare_setups());
            if (totals_.refused()) {
                return;
            }
        }
        const LargePair pair{reference_, &one, candidate_, &other};
        const bool by_blocks = reference_->layout() == Layout::binary && in_step();
        const QuickResult seen =
            quick_compare_large(pair, by_blocks, options_->tolerance, program_->terminal_keys);
        totals_.add(judge_large(pair, seen, *options_));
    }

    void show_progress() {
        constexpr int often = 64;
        if (options_->progress && ++steps_ % often == 0) {
            const auto size = static_cast<double>(reference_->size() + candidate_->size());
            options_->progress(
                static_cast<double>(reference_->position() + candidate_->position()) / size);
        }
    }

    /// What the ends of the files say, and pixels that only one of them has.
    Comparison finish() {
        for (const PieceSource* source : {reference_, candidate_}) {
            if (!source->problem().empty()) {
                return refuse(VerdictReason::unreadable_records,
                              source->name() + " has lines that cannot be read; the first: " +
                                  source->problem() + ".");
            }
            if (!source->truncation().empty()) {
                return refuse_truncated(source->name(), source->truncation());
            }
        }
        if (!waiting_reference_.empty() || !waiting_candidate_.empty()) {
            const bool of_reference = !waiting_reference_.empty();
            const Waiting& alone = of_reference ? waiting_reference_ : waiting_candidate_;
            return refuse(VerdictReason::other_pixel,
                          std::string("The traces are of different pixels (slow,fast): only the ") +
                              to_text(of_reference ? WhichSide::reference : WhichSide::candidate) +
                              " has " + pixel_text(alone.begin()->first) + ", one of " +
                              std::to_string(alone.size()) + ".");
        }
        if (totals_.pixels() == 0) {
            return compare_setups();
        }
        Comparison whole = totals_.result();
        whole.planted += planted_;
        whole.caught += planted_;
        add_notes(whole);
        assert_closed(whole.account);
        conclude(*program_, options_->tolerance.scope, whole, totals_.only_counted());
        if (options_->show) {
            kept_pixels_.show(whole, *reference_, *candidate_, options_->show);
        }
        return whole;
    }

    void add_notes(Comparison& whole) const {
        if (totals_.pixels() > 1) {
            whole.notes.insert(whole.notes.begin(),
                               std::to_string(totals_.pixels()) + " pixels were compared, " +
                                   std::to_string(totals_.departing_pixels()) + " of them depart");
        }
        if (totals_.only_counted() > 0) {
            whole.notes.insert(
                whole.notes.begin() + 1,
                std::to_string(totals_.only_counted()) +
                    " departing pixels were only counted, by their printed numbers; "
                    "the roots are those of the other " +
                    std::to_string(totals_.departing_pixels() - totals_.only_counted()));
        }
    }

    PieceSource* reference_;
    PieceSource* candidate_;
    const ProgramModel* program_;
    const StreamOptions* options_;
    PixelTotals totals_;
    Waiting waiting_reference_, waiting_candidate_;
    KeptPixels kept_pixels_;  ///< the first pixel, the first that departs, and each new cause
    bool same_so_far_ = true; ///< the files have been the same so far
    int planted_ = 0;
    unsigned steps_ = 0;
};

} // namespace

std::optional<Comparison> compare_streams(const std::filesystem::path& reference,
                                          const std::filesystem::path& candidate,
                                          const ProgramModel& program,
                                          const StreamOptions& options) {
    const auto one = open_pieces(reference, program.terminal_keys);
    const auto other = open_pieces(candidate, program.terminal_keys);
    if (!one || !other) {
        return std::nullopt;
    }
    return StreamComparison(*one, *other, program, options).run();
}

} // namespace tapir::trace
