#include "tapir/reports/page/parity_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "page/page_frame.hpp"
#include "page/page_images.hpp"
#include "page/page_text.hpp"
#include "page/parity_words.hpp"
#include "tapir/reports/page/report_page.hpp"
#include "text/escape.hpp"

namespace tapir::reports {

namespace {

std::string sentence_of(const ParityReport& report) {
    const auto& all = report.comparisons;
    const auto agree = std::count_if(all.begin(), all.end(), [](const ParityComparison& one) {
        return one.records.agrees() && one.image.agrees();
    });
    if (!report.parity()) {
        return fmt::format("{} of {} comparisons differ",
                           all.size() - static_cast<std::size_t>(agree), all.size());
    }
    return std::all_of(all.begin(), all.end(), same_bits)
               ? "every value and every pixel has the same bits"
               : fmt::format("every value and every pixel agrees within rtol {}", report.rtol);
}

std::string entry(const std::string& name, const std::string& value) {
    return fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped_excerpt(name, name_limit),
                       escaped_excerpt(value, text_limit));
}

std::string first_screen(const ParityReport& report) {
    const bool passed = report.parity();
    std::string text = fmt::format(
        "<h1 class=\"{}\"><span aria-hidden=\"true\">{}</span> <span id=\"verdict\">{}</span>: "
        "{}</h1>\n<dl>\n",
        passed ? "good" : "bad", passed ? "&#10003;" : "&#10007;", passed ? "PARITY" : "DIVERGENCE",
        sentence_of(report));
    text += entry("scene", report.scene);
    for (const ParitySideReport& side : report.sides) {
        text += entry(side.name, side.meaning);
    }
    constexpr std::size_t most_listed = 6;
    std::string pixels;
    for (std::size_t i = 0; i < std::min(report.pixels.size(), most_listed); ++i) {
        pixels += (i > 0 ? ", " : "") + report.pixels[i];
    }
    if (report.pixels.size() > most_listed) {
        pixels += fmt::format(" and {} more", report.pixels.size() - most_listed);
    }
    text += entry("traced pixels (slow fast)", pixels);
    if (report.planted > 0) {
        text +=
            entry("self-test", fmt::format("{} corruptions planted, all noticed", report.planted));
    }
    for (const std::string& limit : report.limits) {
        text += entry("note", limit);
    }
    text += "</dl>\n<ul>\n";
    for (const ParityComparison& comparison : report.comparisons) {
        std::string line = verdict_line(comparison, report.rtol);
        line.pop_back(); // its line end
        text += "<li>" + escaped_excerpt(line, text_limit) + "</li>\n";
    }
    return text + "</ul>\n";
}

void append_table_rows(std::string& text, const trace::ParityTable& table, bool departing) {
    for (const trace::ParityRow& row : table.rows) {
        if ((row.identical != row.compared) != departing) {
            continue;
        }
        text += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"number\">{}</td>"
                            "<td class=\"number\">{}</td>",
                            escaped_excerpt(row.key, name_limit),
                            escaped_excerpt(row.unit, name_limit), row.compared, row.identical);
        text += departing
                    ? fmt::format("<td class=\"number\">{:.4g}</td><td class=\"number\">{:.3g}</td>"
                                  "<td>{}</td><td class=\"number\">{}</td>"
                                  "<td class=\"number\">{}</td></tr>\n",
                                  row.max_ulp, row.max_relative,
                                  escaped_excerpt(row.worst_site, name_limit), row.worst_reference,
                                  row.worst_candidate)
                    : "<td></td><td></td><td></td><td></td><td></td></tr>\n";
    }
}

/// The keys of two sides, those with other bits first.
Section key_section(const ParityComparison& comparison) {
    const std::string name =
        fmt::format("{} | {} ({})", comparison.reference, comparison.candidate, comparison.kind);
    const std::string shown = escaped_excerpt(name, text_limit);
    std::string text = fmt::format(
        "<section>\n<h2>{0}</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"{0}\">\n<table>\n<thead><tr><th>key</th><th>unit</th><th>compared</th>"
        "<th>same bits</th><th>most ulp</th><th>most relative</th><th>worst at</th>"
        "<th>reference</th><th>candidate</th></tr></thead>\n<tbody>\n",
        shown);
    for (const bool departing : {true, false}) {
        append_table_rows(text, comparison.records, departing);
        append_table_rows(text, comparison.image, departing);
    }
    return {text + "</tbody>\n</table>\n</div>\n</section>\n", "The keys of " + shown};
}

} // namespace

std::string parity_page(const ParityReport& report, const PageInput& input) {
    const std::string begin =
        page_begin(fmt::format("{}: {}", report.parity() ? "PARITY" : "DIVERGENCE",
                               escaped_excerpt(report.scene, name_limit)));
    const std::string end = page_end();
    std::vector<Section> sections{
        {first_screen(report), ""}, {command_section(input), ""}, {image_section(input), "Images"}};
    for (const ParityComparison& comparison : report.comparisons) {
        sections.push_back(key_section(comparison));
    }
    sections.push_back({provenance_section(input), "Provenance"});
    make_fit(sections, page_limit - begin.size() - end.size(), 0);
    std::string page = begin;
    for (const Section& section : sections) {
        page += section.text;
    }
    return page + end;
}

} // namespace tapir::reports
