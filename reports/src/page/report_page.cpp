#include "tapir/reports/page/report_page.hpp"

#include <fmt/format.h>

#include "page/page_frame.hpp"
#include "page/page_graph.hpp"
#include "page/page_images.hpp"
#include "page/page_plots.hpp"
#include "page/page_roots.hpp"
#include "page/page_table.hpp"
#include "page/page_text.hpp"
#include "tapir/reports/text/evidence_text.hpp"
#include "text/escape.hpp"
#include "text/verdict_text.hpp"

namespace tapir::reports {

namespace {

std::string first_screen(const trace::Comparison& comparison, const Subject& subject) {
    const bool passed = comparison.verdict == trace::Verdict::parity;
    std::string text = fmt::format(
        "<h1 class=\"{}\"><span aria-hidden=\"true\">{}</span> <span id=\"verdict\">{}</span>: "
        "{}</h1>\n<dl>\n<dt>reference</dt><dd>{}</dd>\n<dt>candidate</dt><dd>{}</dd>\n",
        passed ? "good" : "bad", passed ? "&#10003;" : "&#10007;", verdict_words(comparison),
        escaped_excerpt(comparison.sentence, text_limit),
        escaped_excerpt(subject.reference, text_limit),
        escaped_excerpt(subject.candidate, text_limit));
    if (!subject.scene.empty()) {
        text +=
            fmt::format("<dt>scene</dt><dd>{}</dd>\n", escaped_excerpt(subject.scene, text_limit));
    }
    text += fmt::format("<dt>compared</dt><dd id=\"counts\">{}</dd>\n", counts_text(comparison));
    if (const std::string account = account_text(comparison); !account.empty()) {
        text += fmt::format("<dt>account</dt><dd id=\"account\">{}</dd>\n",
                            escaped_excerpt(account, text_limit));
    }
    if (!comparison.tolerance_text.empty()) {
        constexpr std::size_t most = 1000;
        text += fmt::format("<dt>tolerance</dt><dd>{}</dd>\n",
                            escaped_excerpt(comparison.tolerance_text, most));
    }
    if (comparison.planted > 0) {
        text += fmt::format("<dt>self-test</dt><dd>{} planted corruptions, {} caught</dd>\n",
                            comparison.planted, comparison.caught);
    }
    for (const std::string& line : besides_texts(comparison)) {
        constexpr std::size_t most = 1000;
        text +=
            fmt::format("<dt>besides the verdict</dt><dd>{}</dd>\n", escaped_excerpt(line, most));
    }
    return text + "</dl>\n";
}

/// Traces of many pixels: what follows is of one of them.
std::string scope_section(const PageInput& input) {
    return input.pixel.empty()
               ? ""
               : fmt::format(
                     "<p class=\"note\" id=\"scope\">Verdict, counts and root causes are of "
                     "all pixels; the stages, steps and records below are of pixel {} "
                     "alone.</p>\n",
                     escaped_excerpt(input.pixel, text_limit));
}

std::vector<Section> sections_of(const trace::Comparison& comparison, const Subject& subject,
                                 const PageInput& input) {
    return {{first_screen(comparison, subject)},
            {root_section(comparison, subject)},
            {command_section(input)},
            {image_section(input), "Images"},
            {scope_section(input)},
            {graph_section(comparison, input.stages), "Stages"},
            {plot_section(comparison, input.plots), "Step by step"},
            {}, // the records, when it is known how much room is left
            {list_section("Missing in the candidate", comparison.missing)},
            {list_section("Extra in the candidate", comparison.extra)},
            {list_section("Notes", note_texts(comparison.notes))},
            {one_sided_section(comparison), "One-sided errors"},
            {sharpness_section(comparison), "Smallest fault that shows"},
            {provenance_section(input)}};
}

constexpr std::size_t place_of_records = 7;

} // namespace

std::string report_page(const trace::Comparison& comparison, const Subject& subject,
                        const PageInput& input) {
    const std::string begin =
        page_begin(fmt::format("{}: {} against {}", verdict_words(comparison),
                               escaped_excerpt(subject.candidate, name_limit),
                               escaped_excerpt(subject.reference, name_limit)));
    const std::string end = page_end();
    std::vector<Section> sections = sections_of(comparison, subject, input);
    constexpr std::size_t for_records = 100'000;
    const std::size_t left =
        make_fit(sections, page_limit - begin.size() - end.size(), for_records);
    sections[place_of_records].text = table_section(comparison, left);
    std::string page = begin;
    for (const Section& section : sections) {
        page += section.text;
    }
    return page + end;
}

} // namespace tapir::reports
