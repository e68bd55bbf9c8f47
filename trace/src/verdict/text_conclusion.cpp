#include "verdict/text_conclusion.hpp"

#include <algorithm>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

std::string counted(std::uint64_t count, const char* one, const char* several) {
    return std::to_string(count) + " " + (count == 1 ? one : several);
}

/// Behind the first part of a sentence: "; 3 ignored (times 3, of which 1 differs: line 12)".
std::string also_ignored(const TextOutcome& outcome) {
    const Account& account = outcome.differences.account;
    std::uint64_t tokens = 0;
    std::string rules;
    for (std::size_t i = 0; i < account.ignored.size(); ++i) {
        const IgnoredTokens& rule = account.ignored[i];
        const std::string& differing = outcome.differences.differing_ignored[i];
        tokens += rule.tokens;
        rules += (rules.empty() ? "" : ", ") + rule.rule + " " + std::to_string(rule.tokens) +
                 (rule.reason.empty() ? "" : ": " + rule.reason) +
                 (differing.empty() ? "" : ", of which " + differing);
    }
    return tokens == 0 ? "" : "; " + std::to_string(tokens) + " ignored (" + rules + ")";
}

std::string tolerance_text(const TextOutcome& outcome) {
    const Tolerance& tolerance = outcome.request.tolerance;
    std::string text = tolerance.exact ? "identical numbers only (asked for)"
                       : tolerance.scope.printed_digits
                           ? "identical numbers, or the digits of the coarser print (asked for)"
                           : "identical numbers, or the digits of the coarser print where its "
                             "format is shown";
    const auto add = [&text](const char* name, double value) {
        if (value > 0) {
            text += std::string(", or ") + name + " " + shortest(value) + " (given by the user)";
        }
    };
    add("relative", tolerance.relative);
    add("absolute", tolerance.absolute);
    add("ulp", tolerance.ulp);
    for (const KeyTolerance& one : tolerance.keys) {
        text += "; " + one.key + ": ";
        std::string allowed;
        const auto add_own = [&allowed](const char* name, double value) {
            if (value > 0) {
                allowed +=
                    (allowed.empty() ? "" : ", ") + std::string(name) + " " + shortest(value);
            }
        };
        add_own("relative", one.relative);
        add_own("absolute", one.absolute);
        add_own("ulp", one.ulp);
        text += (allowed.empty() ? "nothing" : allowed) + " (" + one.reason + ")";
    }
    return text;
}

void add_notes(const TextOutcome& outcome, Comparison& result) {
    const auto& prefixes = outcome.sides.forms.prefixes();
    if (!prefixes.first.empty()) {
        result.notes.emplace_back("Lines begin with " + prefixes.first +
                                  " in the reference and with " + prefixes.second +
                                  " in the candidate, which is taken for the same.");
    }
    if (!outcome.pairing.moved.empty()) {
        result.notes.emplace_back(
            counted(outcome.pairing.moved.size(), "line stands", "lines stand") +
            (outcome.sides.reference.is_json()
                 ? " in another place; the order of an object's members says nothing."
                 : " in another order; they were found by their counters."));
    }
    for (const std::string& pattern : outcome.rules.unused) {
        result.notes.emplace_back("Nothing is called as in --ignore '" + pattern + "'.");
    }
    for (const std::string& map : outcome.sides.forms.unused_maps()) {
        result.notes.emplace_back("Nothing of the candidate is called as in --map " + map + ".");
    }
    result.notes.insert(result.notes.end(), outcome.rules.noise_notes.begin(),
                        outcome.rules.noise_notes.end());
    if (outcome.sides.reference.is_json()) {
        result.notes.emplace_back("Both files are JSON and are compared member by member.");
    }
    for (const RootCause& root : result.roots) {
        if (!outcome.request.tolerance.exact && holds_rule(root.evidence, Rule::coarser_print)) {
            result.notes.emplace_back(
                "Some values agree to the digits of the coarser print, and nothing shows that more "
                "were not there; --printed-digits accepts them.");
            break;
        }
    }
}

void conclude_divergence(const TextOutcome& outcome, Comparison& result) {
    result.verdict = Verdict::divergence;
    result.reason = !result.roots.empty()     ? VerdictReason::values_depart
                    : !result.missing.empty() ? VerdictReason::missing_records
                                              : VerdictReason::extra_records;
    const std::size_t missing = outcome.pairing.only_reference.size();
    const std::size_t extra = outcome.pairing.only_candidate.size();
    result.sentence = std::to_string(result.departing) + " of " + std::to_string(result.compared) +
                      " compared values depart";
    if (outcome.differences.differing_words > 0) {
        result.sentence +=
            ", " + counted(outcome.differences.differing_words, "word or part of a line differs",
                           "words or parts of lines differ");
    }
    result.sentence += ", " + counted(missing, "line is missing", "lines are missing") + ", " +
                       counted(extra, "is extra", "are extra") + also_ignored(outcome) + ".";
}

bool nothing_in_common(const TextOutcome& outcome, const Comparison& result) {
    return outcome.differences.lines_in_common == 0 &&
           result.account.reference.compared + result.account.candidate.compared == 0;
}

/// Whether no number was compared, and of what was ignored something differs.
bool only_ignored_values(const TextDifferences& found) {
    return found.account.values == 0 &&
           std::any_of(found.differing_ignored.begin(), found.differing_ignored.end(),
                       [](const std::string& differing) { return !differing.empty(); });
}

} // namespace

void conclude_texts(const TextOutcome& outcome, Comparison& result) {
    result.tolerance_text = tolerance_text(outcome);
    add_notes(outcome, result);
    result.verdict = Verdict::not_comparable;
    const bool empty_reference = outcome.sides.reference.lines().empty();
    if (empty_reference || outcome.sides.candidate.lines().empty()) {
        result.reason = VerdictReason::empty;
        result.sentence = (empty_reference ? outcome.reference.name : outcome.candidate.name) +
                          " holds no number and no word, so nothing was compared.";
        return;
    }
    const bool found = !result.roots.empty() || !result.missing.empty() || !result.extra.empty();
    if (!outcome.rules.no_repetition.empty()) {
        result.reason = VerdictReason::no_repetition;
        result.sentence = outcome.rules.no_repetition;
    } else if (nothing_in_common(outcome, result)) {
        result.reason = VerdictReason::nothing_in_common;
        result.sentence = "The texts have no line in common, so nothing was compared.";
    } else if (found) {
        conclude_divergence(outcome, result);
    } else if (result.account.values + result.account.words == 0 || result.planted == 0) {
        result.reason = VerdictReason::nothing_in_common;
        result.sentence = "Nothing that the texts say was compared" + also_ignored(outcome) +
                          ", so there is no verdict.";
    } else if (only_ignored_values(outcome.differences)) {
        result.reason = VerdictReason::nothing_in_common;
        result.sentence =
            "No value was compared" + also_ignored(outcome) + ", so there is no verdict.";
    } else if (result.planted != result.caught) {
        result.reason = VerdictReason::nothing_in_common;
        result.sentence = "What is allowed is so wide that " +
                          std::to_string(result.planted - result.caught) + " of " +
                          std::to_string(result.planted) +
                          " planted faults went unnoticed, so there is no verdict.";
    } else {
        result.verdict = Verdict::parity;
        result.sentence = "All " + std::to_string(result.compared) + " compared values agree (" +
                          std::to_string(result.identical) + " identical), and " +
                          counted(result.account.words, "word", "words") + also_ignored(outcome) +
                          (result.account.to_printed_digits > 0
                               ? "; " + std::to_string(result.account.to_printed_digits) +
                                     " only to printed digits"
                               : "") +
                          ".";
        if (result.zeros > 0) {
            result.sentence +=
                " Zeros of two signs among these: " + std::to_string(result.zeros) + ".";
        }
    }
}

} // namespace tapir::trace
