#include "tapir/reports/verdict/verdict_json.hpp"

#include <nlohmann/json.hpp>

#include "tapir/reports/text/evidence_text.hpp"
#include "tapir/reports/verdict/conditioning_json.hpp"
#include "tapir/reports/verdict/json_parts.hpp"
#include "text/verdict_text.hpp"
#include "verdict/besides_json.hpp"

namespace tapir::reports {

namespace {

using nlohmann::ordered_json;

/// Where a root stands in the files; null on a side that has no line of it.
ordered_json place_json(const trace::RootCause& root, const Subject& subject) {
    const auto side = [](const std::string& file, int line) {
        return line > 0 ? ordered_json{{"file", file}, {"line", line}} : ordered_json(nullptr);
    };
    return {{"reference", side(subject.reference, root.reference_line)},
            {"candidate", side(subject.candidate, root.candidate_line)}};
}

ordered_json side_json(const trace::SideAccount& side) {
    return {{"tokens", side.tokens},
            {"compared", side.compared},
            {"ignored", side.ignored},
            {"one_sided", side.one_sided}};
}

ordered_json account_json(const trace::Account& account) {
    ordered_json ignored = ordered_json::array();
    for (const trace::IgnoredTokens& rule : account.ignored) {
        ignored.push_back({{"rule", rule.rule}, {"reason", rule.reason}, {"tokens", rule.tokens}});
    }
    return {{"values", account.values},
            {"words", account.words},
            {"to_printed_digits", account.to_printed_digits},
            {"renamed", account.renamed},
            {"ignored", ignored},
            {"reference", side_json(account.reference)},
            {"candidate", side_json(account.candidate)}};
}

/// How well a relation of whole images does: {explained, departing, residual_before,
/// residual_after}, residuals being |sqrt a - sqrt b| / |sqrt b|; null where none was claimed.
ordered_json image_fit_json(const trace::Evidence& evidence) {
    for (const trace::Finding& finding : evidence) {
        if (finding.rule == trace::Rule::image_residual) {
            const auto count = [&](std::size_t term) {
                return std::get<trace::Count>(finding.terms.at(term));
            };
            const auto number = [&](std::size_t term) {
                return number_json(std::get<trace::ShownNumber>(finding.terms.at(term)).value);
            };
            return {{"explained", count(0)},
                    {"departing", count(1)},
                    {"residual_before", number(2)},
                    {"residual_after", number(3)}};
        }
    }
    return nullptr;
}

ordered_json root_json(const trace::RootCause& root, const trace::Loops& loops,
                       const Subject& subject) {
    ordered_json propagated = ordered_json::array();
    for (const trace::Consequence& consequence : root.propagated) {
        propagated.push_back({{"tap", consequence.tap},
                              {"reference", consequence.reference},
                              {"candidate", consequence.candidate}});
    }
    ordered_json object{{"kind", root.kind},
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
    if (ordered_json fit = image_fit_json(root.evidence); !fit.is_null()) {
        object["image_relation"] = std::move(fit);
    }
    if (root.reference_line > 0 || root.candidate_line > 0) {
        object["place"] = place_json(root, subject);
    }
    return object;
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
        roots.push_back(root_json(root, comparison.loops, subject));
    }
    ordered_json document{
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
    if (has_account(comparison)) {
        document["account"] = account_json(comparison.account);
    }
    if (comparison.arbiter) {
        document["arbiter"] = arbiter_json(*comparison.arbiter, comparison.loops);
    }
    if (!comparison.conditioning.empty()) {
        ordered_json records = ordered_json::array();
        for (const trace::RecordConditioning& record : comparison.conditioning) {
            records.push_back(conditioning_json(record, comparison.loops));
        }
        document["conditioning"] = records;
    }
    // hostile bytes in a trace must not make the report fail
    return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

} // namespace tapir::reports
