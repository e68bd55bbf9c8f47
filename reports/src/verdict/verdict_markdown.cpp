#include "tapir/reports/verdict/verdict_markdown.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tapir/reports/text/evidence_text.hpp"
#include "text/escape.hpp"
#include "text/verdict_text.hpp"

namespace tapir::reports {

std::string verdict_markdown(const trace::Comparison& comparison, const Subject& subject) {
    std::string text = fmt::format(
        "# {}\n\n{}\n\n- reference: {}\n- candidate: {}\n- compared: {}\n- tolerance: {}\n",
        to_text(comparison.verdict), escaped_markdown(comparison.sentence),
        escaped_markdown(subject.reference), escaped_markdown(subject.candidate),
        counts_text(comparison), escaped_markdown(comparison.tolerance_text));
    if (const std::string account = account_text(comparison); !account.empty()) {
        text += "- account: " + escaped_markdown(account) + "\n";
    }
    const auto place_of = [&subject](const trace::RootCause& root) {
        return place_text(root, subject.reference, subject.candidate);
    };
    const bool places = std::any_of(comparison.roots.begin(), comparison.roots.end(),
                                    [&](const auto& root) { return !place_of(root).empty(); });
    if (!comparison.roots.empty()) {
        text += fmt::format(
            "\n| # | record | site | class | reference | candidate | side | evidence |{}\n"
            "|---|---|---|---|---|---|---|---|{}\n",
            places ? " place |" : "", places ? "---|" : "");
    }
    std::size_t number = 0;
    for (const trace::RootCause& root : comparison.roots) {
        text += fmt::format(
            "| {} | {} | {} | {} | {} | {} | {} | {} |{}\n", ++number, escaped_markdown(root.key),
            escaped_markdown(site_text(root.site, comparison)), to_text(root.cause_class),
            escaped_markdown(root.reference), escaped_markdown(root.candidate), to_text(root.side),
            escaped_markdown(evidence_text(root.evidence)),
            places ? " " + escaped_markdown(place_of(root)) + " |" : "");
    }
    const auto list = [&text](const char* title, const std::vector<std::string>& names) {
        if (!names.empty()) {
            text += fmt::format("\n## {} ({})\n\n", title, names.size());
        }
        for (const std::string& name : names) {
            text += "- " + escaped_markdown(name) + "\n";
        }
    };
    list("Missing in the candidate", comparison.missing);
    list("Extra in the candidate", comparison.extra);
    list("Besides the verdict", besides_texts(comparison));
    list("Notes", note_texts(comparison.notes));
    return text;
}

} // namespace tapir::reports
