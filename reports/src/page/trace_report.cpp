#include "tapir/reports/page/trace_report.hpp"

#include <fmt/format.h>

#include "page/page_frame.hpp"
#include "page/page_text.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "text/escape.hpp"

namespace tapir::reports {

namespace {

constexpr const char* no_verdict = "Nothing was compared: a trace alone is no verdict.";

/// What stands on both forms: name and value.
std::vector<std::pair<std::string, std::string>> facts(const TraceReport& report) {
    std::vector<std::pair<std::string, std::string>> lines{
        {"scene", report.scene},
        {"side", report.side},
        {"file", report.file},
        {"records", fmt::format("{}", report.records)}};
    for (const std::string& limit : report.limits) {
        lines.emplace_back("note", limit);
    }
    constexpr std::size_t most_listed = 100;
    for (const auto& [pixel, value] : report.pixels) {
        if (lines.size() == most_listed) {
            lines.emplace_back("more pixels", "the file holds them all");
            break;
        }
        lines.emplace_back(fmt::format("{} of pixel {}", report.final_tap, pixel),
                           trace::shortest(value));
    }
    return lines;
}

} // namespace

std::string trace_markdown(const TraceReport& report) {
    std::string text = fmt::format("# trace\n\n{}\n\n", no_verdict);
    for (const auto& [name, value] : facts(report)) {
        text += fmt::format("- {}: {}\n", escaped_markdown(name), escaped_markdown(value));
    }
    if (!report.notices.empty()) {
        text += fmt::format("\n## Notices ({})\n\n", report.notices.size());
        for (const std::string& notice : report.notices) {
            text += "- " + escaped_markdown(notice) + "\n";
        }
    }
    return text + "\n## To compare it, in this folder\n\n    " +
           visible_text(report.how_to_compare) + "\n";
}

std::string trace_page(const TraceReport& report, const PageInput& input) {
    std::string page =
        page_begin("Trace of " + escaped_excerpt(report.scene, name_limit)) +
        fmt::format("<h1>Trace: nothing was compared</h1>\n<p>{}</p>\n<dl>\n", no_verdict);
    for (const auto& [name, value] : facts(report)) {
        page += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped_excerpt(name, name_limit),
                            escaped_excerpt(value, text_limit));
    }
    page += fmt::format("<dt>to compare it, in this folder</dt><dd><code>{}</code></dd>\n</dl>\n",
                        escaped_excerpt(report.how_to_compare, text_limit));
    return page + command_section(input) + list_section("Notices", report.notices) +
           provenance_section(input) + page_end();
}

} // namespace tapir::reports
