#include "page/page_roots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "page/page_text.hpp"
#include "tapir/reports/text/evidence_text.hpp"
#include "text/escape.hpp"
#include "text/ulp_text.hpp"
#include "text/verdict_text.hpp"

namespace tapir::reports {

namespace {

std::string value_rows(const trace::RootCause& root) {
    if (root.reference.empty() && root.candidate.empty()) {
        return "";
    }
    const std::string unit = escaped_excerpt(root.unit, name_limit);
    return fmt::format("<table class=\"values\">\n<tbody>\n<tr><th scope=\"row\">reference</th><td "
                       "class=\"number\">{}</td><td>{}</td></tr>\n<tr><th "
                       "scope=\"row\">candidate</th><td class=\"number\">{}</td><td>{}</td></tr>\n"
                       "</tbody>\n</table>\n",
                       marked_number(root.reference, root.candidate), unit,
                       marked_number(root.candidate, root.reference), unit);
}

std::string consequence_list(const trace::RootCause& root) {
    if (root.propagated.empty()) {
        return "";
    }
    constexpr std::size_t most = 30;
    std::string text = fmt::format(
        "<details>\n<summary>{} tap(s) it reaches, first departing value of each</summary>\n<ul>\n",
        root.propagated.size());
    for (std::size_t i = 0; i < std::min(most, root.propagated.size()); ++i) {
        const trace::Consequence& here = root.propagated[i];
        text += fmt::format("<li>{} <span class=\"number\">{} | {}</span></li>\n",
                            escaped_excerpt(here.tap, name_limit),
                            marked_number(here.reference, here.candidate),
                            marked_number(here.candidate, here.reference));
    }
    return text + "</ul>\n</details>\n";
}

std::string root_card(const trace::RootCause& root, const trace::Comparison& comparison,
                      const Subject& subject, std::size_t number) {
    const std::string site = site_text(root.site, comparison);
    const std::string place = place_text(root, subject.reference, subject.candidate);
    std::string text = fmt::format(
        "<article class=\"card\">\n<h3>{}. {}</h3>\n<dl>\n<dt>class</dt><dd>{}</dd>\n"
        "{}</dl>\n",
        number, escaped_excerpt(record_name(root.kind, root.key), name_limit),
        to_text(root.cause_class),
        site.empty() ? "" : "<dt>at</dt><dd>" + escaped_excerpt(site, name_limit) + "</dd>\n");
    const std::string values = value_rows(root);
    text += values + "<dl>\n";
    if (!place.empty()) {
        text += "<dt>place</dt><dd>" + escaped_excerpt(place, text_limit) + "</dd>\n";
    }
    if (!values.empty() && std::isfinite(root.relative)) {
        text += fmt::format(
            "<dt>digits that agree</dt><dd>{} (relative difference {:.3g}{}{})"
            "</dd>\n",
            agreeing_digits(root.relative), root.relative, ulp_text(root.ulp),
            root.strength > 0 ? fmt::format(", {:.3g} x what rounding allows", root.strength) : "");
    }
    constexpr std::size_t most_evidence = 2000;
    text += fmt::format("<dt>evidence</dt><dd>{}</dd>\n",
                        escaped_excerpt(evidence_text(root.evidence), most_evidence));
    if (root.side != trace::WhichSide::neither) {
        text += fmt::format("<dt>odd side</dt><dd>{}</dd>\n", to_text(root.side));
    }
    if (comparison.of_texts) {
        return text +
               (root.explains > 0 ? fmt::format("<dt>explains</dt><dd>{} other departing "
                                                "value(s)</dd>\n",
                                                root.explains)
                                  : "") +
               "</dl>\n" + consequence_list(root) + "</article>\n";
    }
    text += fmt::format("<dt>tap</dt><dd>{}{}</dd>\n<dt>explains</dt><dd>{} other departing "
                        "value(s)</dd>\n</dl>\n",
                        escaped_excerpt(root.tap, name_limit),
                        root.sites > 1 ? fmt::format(", {} sites", root.sites) : "", root.explains);
    return text + consequence_list(root) + "</article>\n";
}

} // namespace

std::string root_section(const trace::Comparison& comparison, const Subject& subject) {
    if (comparison.roots.empty()) {
        return "";
    }
    constexpr std::size_t most_cards = 10;
    const std::size_t count = comparison.roots.size();
    std::string text = fmt::format("<section>\n<h2>Root cause{}</h2>\n",
                                   count > 1 ? fmt::format("s ({})", count) : "");
    for (std::size_t i = 0; i < std::min(most_cards, count); ++i) {
        text += root_card(comparison.roots[i], comparison, subject, i + 1);
    }
    if (count > most_cards) {
        text += fmt::format("<p class=\"note\">{} more are left out here; the JSON verdict "
                            "(<code>--json</code>) lists all.</p>\n",
                            count - most_cards);
    }
    return text + "</section>\n";
}

} // namespace tapir::reports
