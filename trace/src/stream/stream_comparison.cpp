#include "tapir/trace/stream/stream_comparison.hpp"
#include "format/open_pieces.hpp"
#include "tapir/trace/verdict/compare.hpp"

#include <algorithm>
#include <deque>
#include <map>

#include "format/binary_pieces.hpp"
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

/// A pixel to come back to. Only where it lies is kept.
struct Told {
    Piece reference, candidate;
};

std::string pixel_text(const Pixel& pixel) {
    return pixel.slow < 0 ? "no pixel" : "pixel " + to_text(std::vector{pixel});
}

class StreamComparison {
  public:
    StreamComparison(PieceSource& reference, PieceSource& candidate, const Dictionary& dictionary,
                     const StreamOptions& options)
        : reference_(&reference), candidate_(&candidate), dictionary_(&dictionary),
          options_(&options) {
        reference.hold_up_to(options.largest_piece);
        candidate.hold_up_to(options.largest_piece);
    }

    Comparison run() {
        bool more_reference = true;
        bool more_candidate = true;
        while ((more_reference || more_candidate) && !total_.refused()) {
            Piece one;
            Piece other;
            more_reference = more_reference && reference_->next(one);
            more_candidate = more_candidate && candidate_->next(other);
            if (more_reference && more_candidate && one.pixel == other.pixel &&
                waiting_reference_.count(one.pixel) == 0 &&
                waiting_candidate_.count(one.pixel) == 0) {
                keep_company(one, other);
                compare(one, other);
            } else {
                part_company();
                if (more_reference) {
                    arrive(one, waiting_reference_, waiting_candidate_, true);
                }
                if (more_candidate) {
                    arrive(other, waiting_candidate_, waiting_reference_, false);
                }
            }
            show_progress();
        }
        return total_.refused() ? total_.result() : finish();
    }

  private:
    /// A piece that is not in step with the other side's: its partner is here already, or it waits.
    void arrive(const Piece& piece, Waiting& own, Waiting& others, bool of_reference) {
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
    void keep_company(const Piece& one, const Piece& other) {
        const bool first = total_.pixels() == 0;
        const bool same = !one.large && !other.large && one.content == other.content &&
                          (!first || reference_->setup() == candidate_->setup());
        if (!same) {
            part_company();
        } else if (first && together_) {
            candidate_->follow(reference_);
        }
    }

    void part_company() {
        together_ = false;
        candidate_->follow(nullptr);
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
        const std::size_t causes = total_.causes();
        const std::uint64_t departing = total_.departing_pixels();
        const bool first = total_.pixels() == 0;
        if (one.large || other.large) {
            compare_large(one, other);
        } else {
            compare_held(one, other);
        }
        if (first || total_.causes() > causes ||
            (departing == 0 && total_.departing_pixels() > 0)) {
            telling_.push_back({one, other});
            telling_.back().reference.content = telling_.back().candidate.content = {};
        }
    }

    void compare_held(const Piece& one, const Piece& other) {
        const bool first = total_.pixels() == 0;
        if (in_step()) {
            const bool enough = total_.departing_pixels() >= options_->most_departing_pixels;
            const bool exactly = options_->clear_identical_only && !enough;
            QuickCompare screen(reference_->layout(), exactly ? Tolerance{} : options_->tolerance,
                                dictionary_->terminal_keys);
            screen.pieces(one.content, other.content);
            const QuickResult seen = screen.result();
            if (first && seen.clear) {
                planted_ += test_screen(screen, one.content);
            }
            if (!first && (seen.clear || enough)) {
                total_.add(seen);
                return;
            }
        }
        TraceFile ours = reference_->file_of(one, one.content);
        TraceFile theirs = candidate_->file_of(other, other.content);
        for (const TraceFile* file : {&ours, &theirs}) {
            if (!file->truncation.empty()) { // a part of a part would show too little
                total_.add(refuse_truncated(file->name, file->truncation));
                return;
            }
        }
        total_.add(options_->look_closer(std::move(ours), std::move(theirs)));
    }

    /// A pixel of which no side is held: by records in step, and the first that departs in full.
    void compare_large(const Piece& one, const Piece& other) {
        const bool of_c = reference_->layout() == Layout::c_lines;
        if (of_c != (candidate_->layout() == Layout::c_lines)) {
            total_.add(refuse("too_large", "The records of " + pixel_text(one.pixel) +
                                               " are more than can be held at once, and the traces "
                                               "are of different dialects: " +
                                               reference_->name() + ", " + candidate_->name() +
                                               "."));
            return;
        }
        if (total_.pixels() == 0) {
            total_.add_setup(compare_setups());
            if (total_.refused()) {
                return;
            }
        }
        const LargePair pair{reference_, &one, candidate_, &other};
        const bool by_blocks = reference_->layout() == Layout::binary && in_step();
        const QuickResult seen =
            screen_large(pair, by_blocks, options_->tolerance, dictionary_->terminal_keys);
        total_.add(judge_large(pair, seen, *options_));
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
                return refuse("unreadable_records",
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
            return refuse("other_pixel",
                          std::string("The traces are of different pixels (slow,fast): only the ") +
                              (of_reference ? "reference" : "candidate") + " has " +
                              pixel_text(alone.begin()->first) + ", one of " +
                              std::to_string(alone.size()) + ".");
        }
        if (total_.pixels() == 0) {
            return compare_setups();
        }
        Comparison whole = total_.result();
        whole.planted += planted_;
        whole.caught += planted_;
        add_notes(whole);
        conclude(*dictionary_, whole, total_.only_counted());
        show(whole);
        return whole;
    }

    /// Hands over the pixel that tells most of the whole.
    void show(const Comparison& whole) const {
        if (!options_->show || telling_.empty()) {
            return;
        }
        const Site root = whole.roots.empty() ? Site{} : whole.roots.front().site;
        auto told = std::find_if(telling_.begin(), telling_.end(), [&root](const Told& pair) {
            return pair.reference.pixel == root.pixel();
        });
        if (told == telling_.end()) { // a root of the set-up, or records that one side lacks
            told = telling_.size() > 1 && whole.roots.empty() ? telling_.begin() + 1
                                                              : telling_.begin();
        }
        const Piece& one = told->reference;
        const Piece& other = told->candidate;
        if (!one.large && !other.large) {
            options_->show(reference_->file_of(one, reference_->read_again(one)),
                           candidate_->file_of(other, candidate_->read_again(other)), one.pixel);
        } else if (auto files = files_around({reference_, &one, candidate_, &other}, root)) {
            options_->show(std::move(files->first), std::move(files->second), one.pixel);
        }
    }

    void add_notes(Comparison& whole) const {
        if (total_.pixels() > 1) {
            whole.notes.insert(whole.notes.begin(),
                               std::to_string(total_.pixels()) + " pixels were compared, " +
                                   std::to_string(total_.departing_pixels()) + " of them depart");
        }
        if (total_.only_counted() > 0) {
            whole.notes.insert(
                whole.notes.begin() + 1,
                std::to_string(total_.only_counted()) +
                    " departing pixels were only counted, by their printed numbers; "
                    "the roots are those of the other " +
                    std::to_string(total_.departing_pixels() - total_.only_counted()));
        }
    }

    PieceSource* reference_;
    PieceSource* candidate_;
    const Dictionary* dictionary_;
    const StreamOptions* options_;
    Total total_;
    Waiting waiting_reference_, waiting_candidate_;
    std::vector<Told> telling_; ///< the first pixel, the first that departs, and each new cause
    bool together_ = true;      ///< the files have been the same so far
    int planted_ = 0;
    unsigned steps_ = 0;
};

} // namespace

std::optional<Comparison> compare_streams(const std::filesystem::path& reference,
                                          const std::filesystem::path& candidate,
                                          const Dictionary& dictionary,
                                          const StreamOptions& options) {
    const auto one = open_pieces(reference, dictionary.terminal_keys);
    const auto other = open_pieces(candidate, dictionary.terminal_keys);
    if (!one || !other) {
        return std::nullopt;
    }
    return StreamComparison(*one, *other, dictionary, options).run();
}

} // namespace tapir::trace
