#include "tapir/reports/verdict/verdict_junit.hpp"

#include <fmt/format.h>

#include "tapir/reports/text/evidence_text.hpp"
#include "text/escape.hpp"

namespace tapir::reports {

std::string verdict_junit(const trace::Comparison& comparison, const Subject& subject) {
    const bool passed = comparison.verdict == trace::Verdict::parity;
    const std::size_t cases = 1 + comparison.roots.size();
    std::string text =
        fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<testsuite name=\"tapir diff\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n"
                    "  <testcase classname=\"tapir\" name=\"{} against {}\">\n",
                    cases, passed ? 0 : cases, escaped_markup(subject.candidate),
                    escaped_markup(subject.reference));
    if (!passed) {
        text += fmt::format("    <failure type=\"{}\" message=\"{}\"/>\n",
                            to_text(comparison.verdict), escaped_markup(comparison.sentence));
    }
    text += "  </testcase>\n";
    for (const trace::RootCause& root : comparison.roots) {
        text += fmt::format(
            "  <testcase classname=\"tapir.root\" name=\"{} ({})\">\n"
            "    <failure type=\"{}\" message=\"reference {} candidate {} [{}]\">{}</failure>\n"
            "  </testcase>\n",
            escaped_markup(root.key), escaped_markup(to_text(root.site, comparison.loops)),
            to_text(root.cause_class), escaped_markup(root.reference),
            escaped_markup(root.candidate), escaped_markup(root.unit),
            escaped_markup(evidence_text(root.evidence)));
    }
    return text + "</testsuite>\n";
}

} // namespace tapir::reports
