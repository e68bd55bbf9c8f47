#include "tapir/reports/page/parity_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "page/parity_words.hpp"
#include "tapir/reports/text/printable.hpp"

namespace tapir::reports {

namespace {

using nlohmann::ordered_json;

void append_rows(std::string& text, const trace::ParityTable& table, bool brief) {
    for (const trace::ParityRow& row : table.rows) {
        const bool identical = row.identical == row.compared;
        if (brief && identical) {
            continue;
        }
        text += fmt::format("  {:<24} {:>10} {:>10}", row.key, row.compared, row.identical);
        text += identical ? std::string("\n")
                          : fmt::format(" {:>10.4g} {:>10.3g}  {}: {} | {}\n", row.max_ulp,
                                        row.max_relative, row.worst_site, row.worst_reference,
                                        row.worst_candidate);
    }
}

ordered_json number(double value) {
    // JSON has no infinity
    return std::isfinite(value) ? ordered_json(value) : ordered_json(fmt::format("{}", value));
}

ordered_json rows_of(const trace::ParityTable& table) {
    ordered_json rows = ordered_json::array();
    for (const trace::ParityRow& row : table.rows) {
        ordered_json one{{"key", row.key},
                         {"unit", row.unit},
                         {"compared", row.compared},
                         {"identical", row.identical},
                         {"agreeing", row.agreeing},
                         {"max_ulp", number(row.max_ulp)},
                         {"max_relative", number(row.max_relative)}};
        if (row.identical != row.compared) {
            one["worst"] = {{"site", row.worst_site},
                            {"reference", number(row.worst_reference)},
                            {"candidate", number(row.worst_candidate)}};
        }
        rows.push_back(one);
    }
    return rows;
}

ordered_json json_of(const trace::ParityTable& table) {
    return {{"compared", table.compared()},   {"identical", table.identical()},
            {"missing", table.missing},       {"extra", table.extra},
            {"same_bits", table.same_bits()}, {"rows", rows_of(table)}};
}

void add_limits(const ParityReport& report, ordered_json& document) {
    if (!report.limits.empty()) {
        document["limits"] = report.limits;
    }
}

} // namespace

bool ParityReport::parity() const {
    return !comparisons.empty() && std::all_of(comparisons.begin(), comparisons.end(), agrees);
}

std::string parity_text(const ParityReport& report, bool brief) {
    std::string text = report.parity() ? "PARITY\n" : "DIVERGENCE\n";
    text += "  " + report.scene + "; traced pixels (slow fast): ";
    constexpr std::size_t most_listed = 6;
    for (std::size_t i = 0; i < std::min(report.pixels.size(), most_listed); ++i) {
        text += (i > 0 ? ", " : "") + report.pixels[i];
    }
    text += report.pixels.size() > most_listed
                ? fmt::format(" and {} more\n", report.pixels.size() - most_listed)
                : "\n";
    for (const ParitySideReport& side : report.sides) {
        text += fmt::format("  {}: {}\n", side.name, side.meaning);
    }
    for (const ParityComparison& comparison : report.comparisons) {
        text += "  " + verdict_line(comparison, report.rtol);
    }
    if (report.planted > 0) {
        text +=
            fmt::format("  {} corruptions planted in copies of records and images, all noticed\n",
                        report.planted);
    }
    for (const std::string& limit : report.limits) {
        text += "  note: " + limit + "\n";
    }
    for (const ParityComparison& comparison : report.comparisons) {
        if (brief && same_bits(comparison)) {
            continue;
        }
        text += fmt::format("\n{} | {}  ({})\n  {:<24} {:>10} {:>10} {:>10} {:>10}  {}\n",
                            comparison.reference, comparison.candidate, comparison.kind, "key",
                            "compared", "same bits", "max ulp", "max rel", "worst site");
        append_rows(text, comparison.records, brief);
        append_rows(text, comparison.image, brief);
    }
    return text;
}

std::string parity_json(const ParityReport& report) {
    ordered_json comparisons = ordered_json::array();
    for (const ParityComparison& comparison : report.comparisons) {
        comparisons.push_back({{"reference", comparison.reference},
                               {"candidate", comparison.candidate},
                               {"kind", comparison.kind},
                               {"one_trace", comparison.one_trace},
                               {"agrees", agrees(comparison)},
                               {"same_bits", same_bits(comparison)},
                               {"records", json_of(comparison.records)},
                               {"image", json_of(comparison.image)}});
    }
    ordered_json sides = ordered_json::array();
    for (const ParitySideReport& side : report.sides) {
        sides.push_back(
            {{"name", side.name}, {"meaning", side.meaning}, {"image_sha256", side.image_sha256}});
    }
    ordered_json document{{"verdict", report.parity() ? "parity" : "divergence"},
                          {"scene", report.scene},
                          {"pixels", report.pixels},
                          {"rtol", report.rtol},
                          {"planted_corruptions_noticed", report.planted},
                          {"sides", sides},
                          {"comparisons", comparisons}};
    add_limits(report, document);
    return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string parity_markdown(const ParityReport& report) {
    std::string text = report.parity() ? "# parity\n\n" : "# divergence\n\n";
    std::string line = "    "; // four blanks make a block that is shown as it is
    for (const char c : parity_text(report, false)) {
        if (c != '\n') {
            line += c;
            continue;
        }
        text += printable(line) + "\n";
        line = "    ";
    }
    return text;
}

std::string parity_metrics_json(const ParityReport& report) {
    ordered_json first = nullptr;
    int divergent = 0;
    for (const ParityComparison& comparison : report.comparisons) {
        for (const trace::ParityTable* table : {&comparison.records, &comparison.image}) {
            for (const trace::ParityRow& row : table->rows) {
                const bool departs = row.agreeing != row.compared;
                divergent += departs ? 1 : 0;
                first = departs && first.is_null() ? ordered_json(row.key) : first;
            }
        }
    }
    ordered_json document{{"tolerance_rel", report.rtol},
                          {"first_divergence", first},
                          {"num_divergent", divergent},
                          {"verdict", report.parity() ? "parity" : "divergence"},
                          {"factors", ordered_json::object()}};
    add_limits(report, document);
    return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

} // namespace tapir::reports
