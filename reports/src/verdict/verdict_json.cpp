#include "tapir/reports/verdict/verdict_json.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

#include "tapir/reports/text/evidence_text.hpp"

namespace tapir::reports {

namespace {

using nlohmann::ordered_json;

ordered_json site_json(const trace::Site& site, const trace::Loops& loops) {
    ordered_json object = ordered_json::object();
    for (std::size_t loop = 0; loop < loops.size(); ++loop) {
        if (site[loop] >= 0) {
            object[loops[loop].name] = site[loop];
        }
    }
    return object;
}

/// JSON has no infinity and no NaN.
ordered_json number_json(double value) {
    return std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr);
}

ordered_json root_json(const trace::RootCause& root, const trace::Loops& loops) {
    ordered_json propagated = ordered_json::array();
    for (const trace::Consequence& consequence : root.propagated) {
        propagated.push_back({{"tap", consequence.tap},
                              {"reference", consequence.reference},
                              {"candidate", consequence.candidate}});
    }
    return {{"kind", root.kind},
            {"key", root.key},
            {"site", site_json(root.site, loops)},
            {"tap", root.tap},
            {"unit", root.unit},
            {"reference", root.reference},
            {"candidate", root.candidate},
            {"relative", number_json(root.relative)},
            {"ulp", number_json(root.ulp)},
            {"strength", number_json(root.strength)},
            {"class", to_text(root.cause_class)},
            {"evidence", evidence_text(root.evidence)},
            {"side", to_text(root.side)},
            {"sites", root.sites},
            {"explains", root.explains},
            {"propagated", propagated}};
}

ordered_json sharpness_json(const trace::Comparison& comparison) {
    ordered_json taps = ordered_json::array();
    for (const trace::Sharpness& row : comparison.sharpness) {
        taps.push_back({{"tap", row.tap},
                        {"at_best", number_json(row.sharpest)},
                        {"at_worst", number_json(row.bluntest)},
                        {"at_worst_absolute", number_json(row.bluntest_absolute)}});
    }
    return taps;
}

/// The errors of each stage itself, with their signs.
ordered_json bias_json(const trace::Comparison& comparison) {
    ordered_json taps = ordered_json::array();
    for (const trace::SignedErrors& row : comparison.errors) {
        taps.push_back({{"tap", row.tap},
                        {"records", row.records},
                        {"positive", row.positive},
                        {"negative", row.negative},
                        {"mean_relative", number_json(row.mean())},
                        {"one_sided", row.one_sided()}});
    }
    return taps;
}

} // namespace

std::string verdict_json(const trace::Comparison& comparison, const Subject& subject) {
    ordered_json roots = ordered_json::array();
    for (const trace::RootCause& root : comparison.roots) {
        roots.push_back(root_json(root, comparison.loops));
    }
    const ordered_json document{
        {"verdict", to_text(comparison.verdict)},
        {"reason", to_text(comparison.reason)},
        {"sentence", comparison.sentence},
        {"reference", subject.reference},
        {"candidate", subject.candidate},
        {"scene", subject.scene},
        {"compared", comparison.compared},
        {"identical", comparison.identical},
        {"within_tolerance", comparison.within_tolerance},
        {"departing", comparison.departing},
        {"not_compared", comparison.not_compared},
        {"first_divergence", roots.empty() ? ordered_json(nullptr) : roots.front()},
        {"root_causes", roots},
        {"missing", comparison.missing},
        {"extra", comparison.extra},
        {"tolerance", comparison.tolerance_text},
        {"smallest_visible", sharpness_json(comparison)},
        {"local_errors", bias_json(comparison)},
        {"lineage", comparison.lineage_used},
        {"self_test", {{"planted", comparison.planted}, {"caught", comparison.caught}}},
        {"notes", note_texts(comparison.notes)}};
    // hostile bytes in a trace must not make the report fail
    return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

} // namespace tapir::reports
