#include "tapir/reports/report_page.hpp"

#include <fmt/format.h>

#include "base64.hpp"
#include "escape.hpp"
#include "page_parts.hpp"
#include "page_style.hpp"
#include "tapir/trace/build_info.hpp"
#include "verdict_text.hpp"

namespace tapir::reports {

namespace {

std::string head(const std::string& title) {
    const std::string style = page_style();
    const std::string script = page_script();
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'{}'; script-src '{}'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<link rel=\"icon\" href=\"data:,\">\n"
        "<title>{}</title>\n<style>{}</style>\n</head>\n",
        policy_hash(style), policy_hash(script), title, style);
}

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
    if (!comparison.tolerance_text.empty()) {
        constexpr std::size_t most = 1000;
        text += fmt::format("<dt>tolerance</dt><dd>{}</dd>\n",
                            escaped_excerpt(comparison.tolerance_text, most));
    }
    if (comparison.planted > 0) {
        text += fmt::format("<dt>self-test</dt><dd>{} planted corruptions, {} caught</dd>\n",
                            comparison.planted, comparison.caught);
    }
    return text + "</dl>\n";
}

/// Traces of many pixels: what follows is of one of them.
std::string scope_section(const PageMatter& matter) {
    return matter.pixel.empty()
               ? ""
               : fmt::format(
                     "<p class=\"note\" id=\"scope\">Verdict, counts and root causes are of "
                     "all pixels; the stages, steps and records below are of pixel {} "
                     "alone.</p>\n",
                     escaped_excerpt(matter.pixel, text_limit));
}

/// A section, and what stands in its place when there is no room for it.
struct Section {
    std::string text;
    const char* name = ""; ///< "": never left out
};

std::string without(const Section& section) {
    return fmt::format("<p class=\"note\">{} left out: the page would be larger than a "
                       "megabyte.</p>\n",
                       section.name);
}

std::size_t size_of(const std::vector<Section>& sections) {
    std::size_t size = 0;
    for (const Section& section : sections) {
        size += section.text.size();
    }
    return size;
}

std::vector<Section> sections_of(const trace::Comparison& comparison, const Subject& subject,
                                 const PageMatter& matter) {
    return {{first_screen(comparison, subject)},
            {root_section(comparison)},
            {command_section(matter)},
            {image_section(matter), "Images"},
            {scope_section(matter)},
            {graph_section(comparison, matter.stages), "Stages"},
            {plot_section(comparison, matter.plots), "Step by step"},
            {}, // the records, when it is known how much room is left
            {list_section("Missing in the candidate", comparison.missing)},
            {list_section("Extra in the candidate", comparison.extra)},
            {list_section("Notes", comparison.notes)},
            {sharpness_section(comparison), "Smallest fault that shows"},
            {provenance_section(matter)}};
}

constexpr std::size_t place_of_records = 7;

} // namespace

std::string report_page(const trace::Comparison& comparison, const Subject& subject,
                        const PageMatter& matter) {
    const std::string begin = head(fmt::format("{}: {} against {}", verdict_words(comparison),
                                               escaped_excerpt(subject.candidate, name_limit),
                                               escaped_excerpt(subject.reference, name_limit))) +
                              "<body>\n<main>\n";
    const std::string end =
        fmt::format("<p class=\"muted\">Made by {} {}.</p>\n</main>\n<script>{}</script>\n</body>\n"
                    "</html>\n",
                    program_name, program_version, page_script());
    std::vector<Section> sections = sections_of(comparison, subject, matter);
    const std::size_t room = page_limit - begin.size() - end.size();
    constexpr std::size_t for_records = 100'000;
    for (std::size_t i = sections.size(); i-- > 0 && size_of(sections) + for_records > room;) {
        if (*sections[i].name != '\0' && !sections[i].text.empty()) {
            sections[i].text = without(sections[i]);
        }
    }
    sections[place_of_records].text = table_section(comparison, room - size_of(sections));
    std::string page = begin;
    for (const Section& section : sections) {
        page += section.text;
    }
    return page + end;
}

} // namespace tapir::reports
