#include "tapir/trace/verdict/text_comparison.hpp"

#include <future>
#include <optional>

#include "align/text_pairing.hpp"
#include "format/text_json.hpp"
#include "format/text_lists.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "verdict/one_sided_lines.hpp"
#include "verdict/text_conclusion.hpp"
#include "verdict/text_differences.hpp"
#include "verdict/text_noise.hpp"
#include "verdict/text_rewriting.hpp"
#include "verdict/text_roots.hpp"
#include "verdict/text_rules.hpp"
#include "verdict/text_self_test.hpp"

namespace tapir::trace {

namespace {

bool may_be_json(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

/// Both texts as documents, read at the same time.
struct TextDocuments {
    TextDocument reference, candidate;

    static TextDocuments of(std::string_view reference, std::string_view candidate) {
        const bool json = may_be_json(reference) && may_be_json(candidate) &&
                          !are_json_lines_in_step(reference, candidate);
        TextDocuments documents = read(reference, candidate, json);
        if (json && documents.reference.is_json() != documents.candidate.is_json()) {
            documents = read(reference, candidate, false);
        }
        if (!documents.reference.is_json()) {
            join_wrapped_lists(documents.reference, documents.candidate);
        }
        return documents;
    }

  private:
    static TextDocuments read(std::string_view reference, std::string_view candidate, bool json) {
        auto other = std::async(std::launch::async,
                                [candidate, json] { return TextDocument(candidate, json); });
        TextDocument one(reference, json);
        return {std::move(one), other.get()};
    }
};

/// One side closes all brackets that it opens, the other does not: a line was lost, or the file is
/// cut short.
void find_open_brackets(const TextSides& sides, const TextPairing& pairing,
                        TextDifferences& found) {
    if (sides.reference.open_brackets() == sides.candidate.open_brackets() ||
        pairing.pairs.empty()) {
        return;
    }
    TextDifference& group = found.groups.emplace_back();
    group.kind = TextDifferenceKind::brackets;
    group.reference = pairing.pairs.back().reference;
    group.candidate = pairing.pairs.back().candidate;
    group.count = 1;
    ++found.differing_words;
}

/// A difference that no other difference stands for: the lines agree, and stand under others.
void find_elsewhere(const TextSides& sides, const TextPairing& pairing, TextDifferences& found) {
    if (!found.stands_elsewhere || !found.groups.empty() || !pairing.only_reference.empty() ||
        !pairing.only_candidate.empty()) {
        return;
    }
    for (const LinePair& pair : pairing.pairs) {
        const TextLine& a = sides.reference.lines()[pair.reference];
        const TextLine& b = sides.candidate.lines()[pair.candidate];
        if (pairing.reference.scope(pair.reference) == pairing.candidate.scope(pair.candidate) &&
            sides.reference.notation_of(a).path == sides.candidate.notation_of(b).path &&
            (a.heading == no_line) == (b.heading == no_line) &&
            (a.heading == no_line ||
             pairing.form_of_reference[a.heading] == pairing.form_of_candidate[b.heading])) {
            continue;
        }
        TextDifference& group = found.groups.emplace_back();
        group.kind = TextDifferenceKind::elsewhere;
        group.reference = pair.reference;
        group.candidate = pair.candidate;
        group.count = 1;
        return;
    }
}

CoarsePrints coarse_prints(const TextRequest& request) {
    return request.tolerance.exact                  ? CoarsePrints::none
           : request.tolerance.scope.printed_digits ? CoarsePrints::all
                                                    : CoarsePrints::by_format;
}

/// What becomes of a divergence when the candidate is written as the reference would write it.
struct AsReference {
    std::optional<OtherColumns> columns;
    std::optional<OtherStart> counters;
};

/// @param as_reference  what may be the same in another notation; null: nobody asks
Comparison compare_as_written(const NamedText& reference, const NamedText& candidate,
                              const TextRequest& request, AsReference* as_reference) {
    const TextDocuments documents = TextDocuments::of(reference.text, candidate.text);
    const TextForms forms(documents.reference, documents.candidate, request.tolerance.scope);
    TextRules applied = text_rules(documents.reference, documents.candidate, forms, request);
    ignore_noise(documents.reference, forms, request, applied);
    const TextCounters counters(documents.reference, documents.candidate, forms, applied.of_slot);
    const TextSides sides{documents.reference, documents.candidate, forms, counters};
    TextPairing pairing = pair_lines(sides, applied.left_out);
    leave_out_single_lines(sides, pairing, applied);
    TextDifferences found = find_differences(sides, pairing, applied, coarse_prints(request));
    find_open_brackets(sides, pairing, found);
    find_elsewhere(sides, pairing, found);
    Comparison result;
    static_cast<Counts&>(result) = found.counts;
    result.account = found.account;
    assert_closed(result.account);
    result.keys_met = applied.keys_met;
    result.missing = one_sided_lines(sides, pairing, true);
    result.extra = one_sided_lines(sides, pairing, false);
    add_text_roots(sides, pairing, found, result);
    if (found.groups.empty() && result.missing.empty() && result.extra.empty()) {
        test_texts(sides, pairing, applied, result);
    }
    conclude_texts({sides, pairing, applied, found, request, reference, candidate}, result);
    if (as_reference != nullptr && result.verdict == Verdict::divergence &&
        !documents.reference.is_json()) {
        as_reference->columns = columns_in_another_order(documents.reference, documents.candidate);
        as_reference->counters = counted_from_another_start(sides);
    }
    return result;
}

/// Counters that begin at another number say another thing, but nothing was computed otherwise:
/// whether that is meant, only the user knows.
void refuse_other_start(const OtherStart& start, const Comparison& agreeing, Comparison& result) {
    const std::string from_reference = std::to_string(start.reference);
    const std::string from_candidate = std::to_string(start.candidate);
    result = agreeing;
    result.verdict = Verdict::not_comparable;
    result.reason = VerdictReason::other_loops;
    result.sentence =
        "Counters begin at " + from_reference + " in the reference and at " + from_candidate +
        " in the candidate: " + start.names +
        ". Counted from the same number, the texts agree. If that is meant, " +
        (start.only_name.empty() ? "let both count from the same number"
                                 : "leave the counter out with --ignore '" + start.only_name +
                                       "=counted from " + from_candidate + "'") +
        ". " + agreeing.sentence;
}

} // namespace

Comparison compare_texts(const NamedText& reference, const NamedText& candidate,
                         const TextRequest& request) {
    AsReference other;
    Comparison result = compare_as_written(reference, candidate, request, &other);
    if (other.columns) {
        Comparison again =
            compare_as_written(reference, {candidate.name, other.columns->text}, request, nullptr);
        if (again.verdict == Verdict::parity) {
            again.notes.insert(again.notes.begin(),
                               "The columns of the table in line " +
                                   std::to_string(other.columns->line) +
                                   " of the candidate stand in another order than the "
                                   "reference's; they were compared by their headings.");
            return again;
        }
    }
    if (other.counters) {
        const Comparison again =
            compare_as_written(reference, {candidate.name, other.counters->text}, request, nullptr);
        if (again.verdict == Verdict::parity) {
            refuse_other_start(*other.counters, again, result);
        }
    }
    return result;
}

} // namespace tapir::trace
