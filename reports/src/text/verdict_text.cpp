#include "text/verdict_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace tapir::reports {

const char* verdict_words(const trace::Comparison& comparison) {
    switch (comparison.verdict) {
    case trace::Verdict::parity:
        return "PARITY";
    case trace::Verdict::divergence:
        return "DIVERGENCE";
    case trace::Verdict::not_attested:
        return "A PRINT IS WRONG, NOT THE COMPUTATION";
    case trace::Verdict::not_comparable:
        return "NOT COMPARABLE";
    }
    return "?";
}

std::string counts_text(const trace::Comparison& comparison) {
    return fmt::format(
        "{} values: {} identical, {} within tolerance, {} departing; {} outside the scope",
        comparison.compared, comparison.identical, comparison.within_tolerance,
        comparison.departing, comparison.not_compared);
}

std::string site_text(const trace::Site& site, const trace::Comparison& comparison) {
    return comparison.of_texts && site == trace::Site{} ? "" : to_text(site, comparison.loops);
}

std::string place_text(const trace::RootCause& root, const std::string& reference,
                       const std::string& candidate) {
    std::string lines;
    std::string files;
    const auto add = [&](int line, const char* side, const std::string& path) {
        if (line > 0) {
            const std::string name = std::filesystem::path(path).filename().string();
            lines += fmt::format("{}line {} of the {}", lines.empty() ? "" : ", ", line, side);
            files += fmt::format("{}{}:{}", files.empty() ? "" : " | ", name, line);
        }
    };
    add(root.reference_line, "reference", reference);
    add(root.candidate_line, "candidate", candidate);
    const bool both = root.reference_line > 0 && root.candidate_line > 0;
    return both ? files : lines.empty() ? "" : lines + " (" + files + ")";
}

bool has_account(const trace::Comparison& comparison) {
    return comparison.account.reference.tokens + comparison.account.candidate.tokens > 0;
}

std::string account_text(const trace::Comparison& comparison) {
    return has_account(comparison) ? to_text(comparison.account) : "";
}

std::vector<std::string> besides_texts(const trace::Comparison& comparison) {
    std::vector<std::string> texts;
    if (comparison.arbiter) {
        texts.push_back("arbiter: " + comparison.arbiter->sentence);
    }
    constexpr std::size_t most = 2;
    for (std::size_t i = 0; i < std::min(most, comparison.conditioning.size()); ++i) {
        const trace::RecordConditioning& record = comparison.conditioning[i];
        if (!record.sentence.empty()) {
            texts.push_back("conditioning of " + record.node.tap + ": " + record.sentence);
        }
    }
    return texts;
}

std::vector<const trace::SignedErrors*> one_sided_errors(const trace::Comparison& comparison) {
    std::vector<const trace::SignedErrors*> taps;
    for (const trace::SignedErrors& row : comparison.errors) {
        if (row.one_sided()) {
            taps.push_back(&row);
        }
    }
    std::stable_sort(taps.begin(), taps.end(), [](const auto* a, const auto* b) {
        return std::fabs(a->mean()) > std::fabs(b->mean());
    });
    return taps;
}

} // namespace tapir::reports
