#include <doctest/doctest.h>

#include <array>

#include <nlohmann/json.hpp>

#include "tapir/reports/page/parity_page.hpp"
#include "tapir/reports/page/trace_report.hpp"

namespace {

using namespace tapir;

const std::string limit = "this run is no evidence of a machine";

/// Two sides with 500 values of two keys and 16 pixels, all with the same bits.
reports::ParityReport two_sides() {
    reports::ParityReport report;
    report.scene = "a scene";
    report.sides = {{"one", "the first", "aa"}, {"other", "the second", "bb"}};
    const auto row_of = [](const std::string& key, std::uint64_t values) {
        trace::ParityRow row;
        row.key = key;
        row.compared = row.identical = row.agreeing = values;
        return row;
    };
    reports::ParityComparison pair;
    pair.reference = "one";
    pair.candidate = "other";
    pair.kind = "device";
    pair.records.rows = {row_of("q", 400), row_of("hkl_frac", 100)};
    pair.image.rows = {row_of("image", 16)};
    report.comparisons = {pair};
    return report;
}

/// Every form in which a human or a script reads it.
std::array<std::string, 5> forms_of(const reports::ParityReport& report) {
    return {reports::parity_text(report, true), reports::parity_markdown(report),
            reports::parity_page(report, {}), reports::parity_json(report),
            reports::parity_metrics_json(report)};
}

} // namespace

TEST_CASE("parity report: one value with another bit is a divergence, and its key is named") {
    reports::ParityReport report = two_sides();
    REQUIRE(report.parity());
    trace::ParityRow& row = report.comparisons.front().records.rows.at(1);
    --row.identical;
    --row.agreeing;
    row.max_ulp = 1;
    row.worst_site = "slow=3 fast=4";
    CHECK_FALSE(report.parity());
    const auto metrics = nlohmann::json::parse(reports::parity_metrics_json(report));
    CHECK(metrics.at("first_divergence") == "hkl_frac");
    CHECK(metrics.at("num_divergent") == 1);
    CHECK(metrics.at("verdict") == "divergence");
    const std::string screen = reports::parity_text(report, true);
    CHECK(screen.find("DIVERGENCE\n") == 0);
    CHECK(screen.find("1 of 500 values and 0 of 16 pixels have other bits") != std::string::npos);
    CHECK(screen.find("slow=3 fast=4") != std::string::npos);
}

TEST_CASE("parity report: what the sides are no evidence of stands on every form, or nowhere") {
    reports::ParityReport report = two_sides();
    for (const std::string& text : forms_of(report)) {
        CHECK(text.find(limit) == std::string::npos);
    }
    CHECK_FALSE(nlohmann::json::parse(reports::parity_json(report)).contains("limits"));
    report.limits = {limit};
    for (const std::string& text : forms_of(report)) {
        CAPTURE(text);
        CHECK(text.find(limit) != std::string::npos);
    }
    const auto verdict = nlohmann::json::parse(reports::parity_json(report));
    CHECK(verdict.at("limits") == nlohmann::json{limit});
}

TEST_CASE("trace report: what the trace is no evidence of stands on both forms") {
    reports::TraceReport report;
    report.limits = {limit};
    CHECK(reports::trace_markdown(report).find(limit) != std::string::npos);
    CHECK(reports::trace_page(report, {}).find(limit) != std::string::npos);
}
