#include <fmt/format.h>

#include "escape.hpp"
#include "tapir/reports/verdict_files.hpp"

namespace tapir::reports {

namespace {

constexpr const char* style =
    ":root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--line:#767676;--bad:#a40000;"
    "--good:#005a1e}@media(prefers-color-scheme:dark){:root{--ink:#eee;--paper:#161616;"
    "--line:#9a9a9a;--bad:#ff9c9c;--good:#8be0a4}}body{font:16px/1.5 sans-serif;color:var(--ink);"
    "background:var(--paper);max-width:72rem;margin:2rem auto;padding:0 1rem}h1{margin:0}"
    ".bad{color:var(--bad)}.good{color:var(--good)}table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top}"
    "td.number{font-family:monospace;white-space:nowrap}dt{font-weight:bold}";

std::string roots_table(const trace::Comparison& comparison) {
    if (comparison.roots.empty()) {
        return "";
    }
    std::string text =
        "<h2>Roots, best first</h2>\n<table>\n<thead><tr><th>record</th><th>site</th>"
        "<th>class</th><th>reference</th><th>candidate</th><th>odd side</th>"
        "<th>evidence</th><th>explains</th></tr></thead>\n<tbody>\n";
    for (const trace::RootCause& root : comparison.roots) {
        const std::string name = root.kind.empty() ? root.key : root.kind + "/" + root.key;
        text += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"number\">{}</td>"
                            "<td class=\"number\">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                            escaped_markup(name), escaped_markup(to_text(root.site)),
                            escaped_markup(root.cause_class), escaped_markup(root.reference),
                            escaped_markup(root.candidate), escaped_markup(root.side),
                            escaped_markup(root.evidence), root.explains);
    }
    return text + "</tbody>\n</table>\n";
}

std::string list(const char* title, const std::vector<std::string>& names) {
    if (names.empty()) {
        return "";
    }
    std::string text = fmt::format("<h2>{} ({})</h2>\n<ul>\n", title, names.size());
    for (const std::string& name : names) {
        text += "<li>" + escaped_markup(name) + "</li>\n";
    }
    return text + "</ul>\n";
}

} // namespace

std::string verdict_html(const trace::Comparison& comparison, const Subject& subject) {
    const bool passed = comparison.verdict == trace::Verdict::parity;
    std::string text = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n<title>{0}</title>\n"
        "<style>{1}</style>\n</head>\n<body>\n<main>\n<h1 class=\"{2}\">{0}</h1>\n<p>{3}</p>\n",
        to_text(comparison.verdict), style, passed ? "good" : "bad",
        escaped_markup(comparison.sentence));
    text += fmt::format(
        "<dl>\n<dt>reference</dt><dd>{}</dd>\n<dt>candidate</dt><dd>{}</dd>\n"
        "<dt>compared</dt><dd>{} values: {} identical, {} within tolerance, {} departing; {} "
        "outside the scope</dd>\n<dt>tolerance</dt><dd>{}</dd>\n<dt>self-test</dt><dd>{} planted, "
        "{} caught</dd>\n</dl>\n",
        escaped_markup(subject.reference), escaped_markup(subject.candidate), comparison.compared,
        comparison.identical, comparison.within_tolerance, comparison.departing,
        comparison.not_compared, escaped_markup(comparison.tolerance_text), comparison.planted,
        comparison.caught);
    text += roots_table(comparison);
    text += list("Missing in the candidate", comparison.missing);
    text += list("Extra in the candidate", comparison.extra);
    text += list("Notes", comparison.notes);
    return text + "</main>\n</body>\n</html>\n";
}

} // namespace tapir::reports
