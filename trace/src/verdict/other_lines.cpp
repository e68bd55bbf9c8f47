#include "verdict/other_lines.hpp"

#include <algorithm>

#include "align/printed_entries.hpp"
#include "tapir/trace/verdict/text_comparison.hpp"
#include "verdict/record_account.hpp"

namespace tapir::trace {

namespace {

bool says_nothing(const std::string& lines) {
    return lines.find_first_not_of(" \t\n") == std::string::npos;
}

/// The first difference of two texts: "lambda: 1.5 in line 3 against 2.5 in line 4".
std::string first_of(const Comparison& lines) {
    if (!lines.roots.empty()) {
        const RootCause& root = lines.roots.front();
        return root.key + ": " + root.reference + " in line " +
               std::to_string(root.reference_line) + " against " + root.candidate + " in line " +
               std::to_string(root.candidate_line);
    }
    if (!lines.missing.empty()) {
        return "what only the reference has, " + lines.missing.front();
    }
    return lines.extra.empty() ? "" : "what only the candidate has, " + lines.extra.front();
}

} // namespace

std::optional<Comparison> compare_other_lines(const TraceFile& reference,
                                              const TraceFile& candidate,
                                              const ProgramModel& program,
                                              const Tolerance& tolerance) {
    if (!written_alike(reference, candidate) || says_nothing(reference.other_lines) ||
        says_nothing(candidate.other_lines)) {
        return std::nullopt;
    }
    TextRequest request{tolerance, {}, 0};
    for (const auto& [pattern, what] : program.passing_lines) {
        request.tolerance.scope.ignored.push_back({pattern, what});
    }
    return compare_texts({reference.name, reference.other_lines},
                         {candidate.name, candidate.other_lines}, request);
}

void count_other_lines(const TraceFile& reference, const TraceFile& candidate,
                       const Comparison& lines, Comparison& result) {
    Account& account = result.account;
    const auto rule =
        std::find_if(account.ignored.begin(), account.ignored.end(),
                     [](const IgnoredTokens& one) { return one.rule == lines_in_words; });
    if (rule != account.ignored.end()) {
        account.ignored.erase(rule);
    }
    account.values += lines.account.values;
    account.words += lines.account.words;
    account.to_printed_digits += lines.account.to_printed_digits;
    account.ignored.insert(account.ignored.end(), lines.account.ignored.begin(),
                           lines.account.ignored.end());
    const auto count = [](const SideAccount& more, std::uint64_t lines_before, SideAccount& side) {
        side.tokens += more.tokens;
        side.tokens -= lines_before;
        side.ignored += more.ignored;
        side.ignored -= lines_before;
        side.compared += more.compared;
        side.one_sided += more.one_sided;
    };
    count(lines.account.reference, reference.free_text_lines, account.reference);
    count(lines.account.candidate, candidate.free_text_lines, account.candidate);
    assert_closed(account);
}

void conclude_other_lines(const Comparison& lines, Comparison& result) {
    const std::string first = first_of(lines);
    if (first.empty()) {
        return;
    }
    const std::string differ =
        "besides their records the two logs differ in " +
        std::to_string(lines.roots.size() + lines.missing.size() + lines.extra.size()) +
        " place(s), first in " + first;
    if (result.verdict != Verdict::parity) {
        result.notes.emplace_back(differ);
        return;
    }
    result.verdict = Verdict::not_comparable;
    result.reason = VerdictReason::lines_differ;
    result.sentence += " But " + differ + ". --ignore PATTERN=REASON leaves such lines out.";
}

} // namespace tapir::trace
