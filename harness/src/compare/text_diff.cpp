#include "compare/text_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <string_view>
#include <utility>

#include "compare/page_input.hpp"
#include "compare/tolerance_file.hpp"
#include "compare/trace_diff.hpp"
#include "console/diagnostics.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/verdict/text_comparison.hpp"

namespace tapir::harness {

namespace {

/// Words in the names of what is different every time a program runs.
constexpr std::array<std::string_view, 12> passing_words{"time", "elapsed",  "wall", "clock",
                                                         "cpu",  "duration", "host", "started",
                                                         "pid",  "memory",   "rss",  "per_second"};

bool is_of_the_run(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::any_of(passing_words.begin(), passing_words.end(), [&name](std::string_view word) {
        return name.find(word) != std::string::npos;
    });
}

/// Where all that departs seems to be clocks and the like: how that is shown, and left out.
void advise_on_clocks(const ComparisonRequest& request, trace::Comparison& result) {
    const bool all_of_run =
        !result.roots.empty() && result.missing.empty() && result.extra.empty() &&
        std::all_of(result.roots.begin(), result.roots.end(),
                    [](const trace::RootCause& root) { return is_of_the_run(root.key); });
    if (result.verdict != trace::Verdict::divergence || !all_of_run ||
        !request.repetitions.empty()) {
        return;
    }
    const std::string& name = result.roots.front().key;
    const bool is_name = name.find(' ') == std::string::npos; // and not the head of a log's line
    result.notes.emplace_back(
        "if this is of the run and not of the computation (a clock, a host, a size): `--repeat 2 "
        "--repeat-command 'COMMAND THAT PRINTS THE REFERENCE'` leaves out what differs between two "
        "runs of the reference" +
        (is_name ? fmt::format(", `--ignore '{}=REASON'` leaves out one name", name) : ""));
}

/// What a later state of a progress line stands over is part of the account, and said.
void account_for_passing_states(const TextPair& texts, trace::Comparison& result) {
    const std::uint64_t states = texts.reference.passing_states + texts.candidate.passing_states;
    if (states == 0) {
        return;
    }
    const auto add = [](std::uint64_t of_side, trace::SideAccount& side) {
        side.tokens += of_side;
        side.ignored += of_side;
    };
    add(texts.reference.passing_states, result.account.reference);
    add(texts.candidate.passing_states, result.account.candidate);
    result.account.ignored.push_back({"states of progress lines", "", states});
    result.sentence += fmt::format(" States of progress lines that were not compared, because a "
                                   "later state stands over each: {}.",
                                   states);
}

/// Titles of windows and addresses of links hold words that no terminal prints.
void account_for_terminal_commands(const TextPair& texts, trace::Comparison& result) {
    const std::uint64_t of_reference = texts.reference.terminal_commands;
    const std::uint64_t of_candidate = texts.candidate.terminal_commands;
    const std::uint64_t commands = of_reference + of_candidate;
    if (commands == 0) {
        return;
    }
    result.account.reference.tokens += of_reference;
    result.account.reference.ignored += of_reference;
    result.account.candidate.tokens += of_candidate;
    result.account.candidate.ignored += of_candidate;
    result.account.ignored.push_back({"titles and links of a terminal", "", commands});
    result.sentence +=
        fmt::format(" Titles and links of a terminal that were not compared: {}.", commands);
}

/// The quantities of the first roots, each along the innermost loop it lives in.
std::vector<reports::StepPlot> plots_of(const trace::Comparison& comparison) {
    constexpr std::size_t most = 4;
    std::vector<reports::StepPlot> plots;
    for (const trace::RootCause& root : comparison.roots) {
        std::size_t loop = comparison.loops.size();
        while (loop > 0 && root.site[loop - 1] < 0) {
            --loop;
        }
        const bool known = std::any_of(plots.begin(), plots.end(),
                                       [&root](const auto& plot) { return plot.tap == root.tap; });
        if (loop > 0 && !known && plots.size() < most) {
            plots.push_back({root.tap, 0, root.key, loop - 1});
        }
    }
    return plots;
}

/// What a page lists of two texts: the values that depart, one for each root.
trace::Details details_of(const trace::Comparison& comparison) {
    trace::Details details;
    for (const trace::RootCause& root : comparison.roots) {
        if (details.values.size() == reports::page_values) {
            ++details.left_out;
            continue;
        }
        trace::ComparedValue value;
        value.kind = root.kind;
        value.key = root.key;
        value.tap = root.tap;
        value.unit = root.unit;
        value.site = root.site;
        value.reference = root.reference;
        value.candidate = root.candidate;
        value.reference_value = trace::parse_number(root.reference).value_or(std::nan(""));
        value.candidate_value = trace::parse_number(root.candidate).value_or(std::nan(""));
        const bool numbers =
            std::isfinite(value.reference_value) && std::isfinite(value.candidate_value);
        value.relative = numbers ? root.relative : std::nan("");
        value.ulp = root.ulp;
        value.standing = trace::Standing::root;
        auto tally = std::find_if(details.taps.begin(), details.taps.end(),
                                  [&value](const auto& one) { return one.tap == value.tap; });
        if (tally == details.taps.end()) {
            tally = details.taps.insert(details.taps.end(), trace::TapTally{value.tap, {}});
        }
        ++tally->count[static_cast<std::size_t>(value.standing)];
        details.values.push_back(std::move(value));
    }
    return details;
}

trace::Comparison refused(const std::string& sentence) {
    trace::Comparison result;
    result.reason = trace::VerdictReason::unreadable_records;
    result.sentence = sentence;
    result.of_texts = true;
    return result;
}

} // namespace

trace::Comparison diff_texts(const TextPair& texts, const ComparisonRequest& request,
                             reports::PageInput* page) {
    if (!texts.no_text.empty()) {
        return refused(texts.no_text);
    }
    const TimedStep step("comparing both texts");
    std::vector<std::string> again;
    for (const std::string& path : request.repetitions) {
        again.push_back(trace::plain_text_of(read_file(path, "repetition of the reference"), path,
                                             trace::largest_text_held));
    }
    trace::TextRequest asked{request.tolerance, {}, page != nullptr ? reports::page_values : 0};
    for (const std::string& text : again) {
        asked.repetitions.push_back({fmt::format("run {}", asked.repetitions.size() + 1), text});
    }
    trace::Comparison result =
        trace::compare_texts({texts.reference_name, texts.reference.text},
                             {texts.candidate_name, texts.candidate.text}, asked);
    result.of_texts = true;
    account_for_passing_states(texts, result);
    account_for_terminal_commands(texts, result);
    advise_on_clocks(request, result);
    settle_tolerance_keys(request.tolerance, engine::nanobragg_model(), result);
    if (page != nullptr) {
        if (result.details.values.empty()) {
            result.details = details_of(result);
        }
        page->plots = plots_of(result);
    }
    return result;
}

namespace {

/// What the user says to be one is said beside every verdict that rests on it.
void note_same_names(const trace::ComparedScope& scope, trace::Comparison& result) {
    for (const auto& [of_reference, of_candidate] : scope.same_names) {
        result.notes.emplace_back(fmt::format("--map: {} of the reference and {} of the candidate "
                                              "were taken for one",
                                              of_reference, of_candidate));
    }
}

} // namespace

trace::Comparison diff_records_or_texts(const ComparisonRequest& request,
                                        const engine::Experiment* experiment,
                                        reports::PageInput* page) {
    const auto texts = text_pair(request.reference, request.candidate, experiment != nullptr);
    if (!texts) {
        trace::Comparison result = diff_files(request.reference, request.candidate, experiment,
                                              request.scene.run_spec(), request.tolerance, page);
        note_same_names(request.tolerance.scope, result);
        return result;
    }
    trace::Comparison result = diff_texts(*texts, request, page);
    note_same_names(request.tolerance.scope, result);
    if (experiment != nullptr && texts->no_text.empty()) {
        result.notes.emplace_back("the scene was not used: neither file holds a record that is of "
                                  "its program");
    }
    return result;
}

} // namespace tapir::harness
