#include "verdict/other_lines.hpp"

#include <algorithm>

#include "align/printed_entries.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/verdict/text_comparison.hpp"
#include "verdict/record_account.hpp"

namespace tapir::trace {

namespace {

bool says_nothing(const std::string& lines) {
    return lines.find_first_not_of(" \t\n") == std::string::npos;
}

std::string text_of(const RootCause& root) {
    return root.key + ": " + root.reference + " in line " + std::to_string(root.reference_line) +
           " against " + root.candidate + " in line " + std::to_string(root.candidate_line);
}

bool is_of_numbers(const RootCause& root) {
    return parse_number(root.reference) && parse_number(root.candidate);
}

/// In how many places the lines differ, and the first: "lambda: 1.5 in line 3 against 2.5 in line
/// 4"; "" where they do not.
std::string differences_of(const OtherLines& lines) {
    const Comparison& found = lines.comparison;
    std::vector<std::string> places;
    for (const RootCause& root : found.roots) {
        if (lines.of_one_program || is_of_numbers(root)) {
            places.push_back(text_of(root));
        }
    }
    if (lines.of_one_program) {
        for (const std::string& line : found.missing) {
            places.push_back("what only the reference has, " + line);
        }
        for (const std::string& line : found.extra) {
            places.push_back("what only the candidate has, " + line);
        }
    }
    return places.empty() ? ""
                          : std::to_string(places.size()) + " place(s), first in " + places.front();
}

} // namespace

std::optional<OtherLines> compare_other_lines(const TraceFile& reference,
                                              const TraceFile& candidate,
                                              const ProgramModel& program,
                                              const Tolerance& tolerance) {
    if (says_nothing(reference.other_lines) || says_nothing(candidate.other_lines)) {
        return std::nullopt;
    }
    TextRequest request{tolerance, {}, 0};
    for (const auto& [pattern, what] : program.passing_lines) {
        request.tolerance.scope.ignored.push_back({pattern, what});
    }
    return OtherLines{compare_texts({reference.name, reference.other_lines},
                                    {candidate.name, candidate.other_lines}, request),
                      written_alike(reference, candidate)};
}

void count_other_lines(const TraceFile& reference, const TraceFile& candidate,
                       const OtherLines& lines, Comparison& result) {
    Account& account = result.account;
    const Account& more = lines.comparison.account;
    const auto rule =
        std::find_if(account.ignored.begin(), account.ignored.end(),
                     [](const IgnoredTokens& one) { return one.rule == lines_in_words; });
    if (rule != account.ignored.end()) {
        account.ignored.erase(rule);
    }
    account.values += more.values;
    account.words += more.words;
    account.to_printed_digits += more.to_printed_digits;
    account.renamed += more.renamed;
    account.ignored.insert(account.ignored.end(), more.ignored.begin(), more.ignored.end());
    const auto count = [](const SideAccount& other, std::uint64_t lines_before, SideAccount& side) {
        side.tokens += other.tokens;
        side.tokens -= lines_before;
        side.ignored += other.ignored;
        side.ignored -= lines_before;
        side.compared += other.compared;
        side.one_sided += other.one_sided;
    };
    count(more.reference, reference.free_text_lines, account.reference);
    count(more.candidate, candidate.free_text_lines, account.candidate);
    assert_closed(account);
}

void conclude_other_lines(const OtherLines& lines, Comparison& result) {
    const std::string differences = differences_of(lines);
    if (!differences.empty()) {
        const std::string differ = "besides their records the two logs differ in " + differences;
        if (result.verdict != Verdict::parity) {
            result.notes.emplace_back(differ);
            return;
        }
        result.verdict = Verdict::not_comparable;
        result.reason = VerdictReason::lines_differ;
        result.sentence += " But " + differ + ". --ignore PATTERN=REASON leaves such lines out.";
    } else if (const std::size_t alone =
                   lines.comparison.missing.size() + lines.comparison.extra.size();
               alone > 0) {
        result.sentence += " Lines in words that only one side has, and that were not compared: " +
                           std::to_string(alone) + ".";
    }
}

} // namespace tapir::trace
