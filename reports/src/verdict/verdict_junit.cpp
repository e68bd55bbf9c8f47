#include "tapir/reports/verdict/verdict_junit.hpp"

#include <fmt/format.h>

#include "tapir/reports/text/evidence_text.hpp"
#include "text/escape.hpp"
#include "text/verdict_text.hpp"

namespace tapir::reports {

std::string verdict_junit(const trace::Comparison& comparison, const Subject& subject) {
    const bool passed = comparison.verdict == trace::Verdict::parity;
    const std::size_t cases = 1 + comparison.roots.size();
    const std::string account = account_text(comparison);
    const std::string properties =
        account.empty() ? ""
                        : fmt::format("  <properties>\n    <property name=\"account\" "
                                      "value=\"{}\"/>\n  </properties>\n",
                                      escaped_markup(account));
    std::string text =
        fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<testsuite name=\"tapir diff\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n"
                    "{}  <testcase classname=\"tapir\" name=\"{} against {}\">\n",
                    cases, passed ? 0 : cases, properties, escaped_markup(subject.candidate),
                    escaped_markup(subject.reference));
    if (!passed) {
        text += fmt::format("    <failure type=\"{}\" message=\"{}\"/>\n",
                            to_text(comparison.verdict), escaped_markup(comparison.sentence));
    }
    text += "  </testcase>\n";
    for (const trace::RootCause& root : comparison.roots) {
        const std::string site = site_text(root.site, comparison);
        const std::string place = place_text(root, subject.reference, subject.candidate);
        const std::string evidence = evidence_text(root.evidence);
        const std::string words =
            place + (place.empty() || evidence.empty() ? "" : "; ") + evidence;
        text += fmt::format(
            "  <testcase classname=\"tapir.root\" name=\"{}{}\">\n"
            "    <failure type=\"{}\" message=\"reference {} candidate {} [{}]\">{}</failure>\n"
            "  </testcase>\n",
            escaped_markup(root.key), site.empty() ? "" : " (" + escaped_markup(site) + ")",
            to_text(root.cause_class), escaped_markup(root.reference),
            escaped_markup(root.candidate), escaped_markup(root.unit), escaped_markup(words));
    }
    return text + "</testsuite>\n";
}

} // namespace tapir::reports
