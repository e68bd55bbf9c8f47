#include <doctest/doctest.h>

#include <string>

#include <nlohmann/json.hpp>

#include "tapir/reports/page/report_page.hpp"
#include "tapir/reports/verdict/verdict_json.hpp"
#include "tapir/reports/verdict/verdict_junit.hpp"
#include "tapir/reports/verdict/verdict_markdown.hpp"
#include "tapir/reports/verdict/verdict_screen.hpp"

/// The account of all tokens, and places in files, in every form of a verdict.
namespace {

using namespace tapir;
using namespace tapir::trace;
using namespace tapir::reports;

const Subject subject{"runs/a/ref.log", "runs/b/cand.log", ""};

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// Two texts, of which one number departs and one line stands in the reference alone.
Comparison two_texts() {
    RootCause value;
    value.key = value.tap = "energy";
    value.reference = "1.5";
    value.candidate = "2.5";
    value.relative = 0.4;
    value.reference_line = 12;
    value.candidate_line = 14;
    value.evidence = {{Rule::no_relation, WhichSide::neither}};
    RootCause line = value;
    line.key = line.tap = "force";
    line.reference = "force 3";
    line.candidate = "";
    line.candidate_line = 0;
    Comparison comparison;
    comparison.of_texts = true;
    comparison.verdict = Verdict::divergence;
    comparison.reason = VerdictReason::values_depart;
    comparison.sentence = "1 of 5 compared values departs.";
    comparison.compared = 5;
    comparison.identical = 4;
    comparison.departing = 1;
    comparison.roots = {value, line};
    comparison.account = {.values = 5,
                          .words = 7,
                          .to_printed_digits = 2,
                          .ignored = {{"times", "", 3}, {"*seed*", "<random>", 1}},
                          .reference = {.tokens = 18, .compared = 12, .ignored = 4, .one_sided = 2},
                          .candidate = {.tokens = 16, .compared = 12, .ignored = 4}};
    return comparison;
}

} // namespace

TEST_CASE("verdict_json: the account, and the place of each root") {
    const auto json = nlohmann::json::parse(verdict_json(two_texts(), subject));
    const auto& account = json.at("account");
    CHECK(account.at("values") == 5);
    CHECK(account.at("words") == 7);
    CHECK(account.at("to_printed_digits") == 2);
    CHECK(account.at("ignored")[1] ==
          nlohmann::json{{"rule", "*seed*"}, {"reason", "<random>"}, {"tokens", 1}});
    CHECK(account.at("reference") ==
          nlohmann::json{{"tokens", 18}, {"compared", 12}, {"ignored", 4}, {"one_sided", 2}});
    CHECK(account.at("candidate").at("one_sided") == 0);
    const auto& place = json.at("root_causes")[0].at("place");
    CHECK(place.at("reference") == nlohmann::json{{"file", "runs/a/ref.log"}, {"line", 12}});
    CHECK(place.at("candidate") == nlohmann::json{{"file", "runs/b/cand.log"}, {"line", 14}});
    CHECK(json.at("root_causes")[1].at("place").at("candidate").is_null());
    CHECK(json.at("root_causes")[0].at("site").empty());
}

TEST_CASE("verdict_json: without tokens counted and lines known nothing is said of them") {
    Comparison records = two_texts();
    records.account = {};
    for (RootCause& root : records.roots) {
        root.reference_line = root.candidate_line = 0;
    }
    const auto json = nlohmann::json::parse(verdict_json(records, subject));
    CHECK_FALSE(json.contains("account"));
    CHECK_FALSE(json.at("root_causes")[0].contains("place"));
}

TEST_CASE("verdict_screen: of a text its lines, and no words of other programs") {
    const std::string screen = verdict_screen(two_texts(), subject, false);
    CHECK(contains(screen, "account: 5 values, 7 words compared; 4 ignored (times 3, *seed* 1"));
    CHECK(contains(screen, "ref.log:12 | cand.log:14"));
    CHECK(contains(screen, "line 12 of the reference (ref.log:12)"));
    for (const char* foreign : {"set-up", "slow=", "tap ", "[]", "explains 0"}) {
        CAPTURE(foreign);
        CHECK_FALSE(contains(screen, foreign));
    }
    Comparison records = two_texts(); // which have a set-up
    records.of_texts = false;
    CHECK(contains(verdict_screen(records, subject, false), "at set-up"));
}

TEST_CASE("verdict_markdown, verdict_junit, report_page: account and places, escaped") {
    const std::string markdown = verdict_markdown(two_texts(), subject);
    CHECK(contains(markdown, "- account: 5 values, 7 words compared"));
    CHECK(contains(markdown, "| place |"));
    CHECK(contains(markdown, "ref.log:12"));
    CHECK_FALSE(contains(markdown, "<random>"));
    CHECK_FALSE(contains(markdown, "set-up"));
    const std::string junit = verdict_junit(two_texts(), subject);
    CHECK(contains(junit, "<property name=\"account\" value=\"5 values"));
    CHECK(contains(junit, "name=\"energy\""));
    CHECK(contains(junit, "ref.log:12 | cand.log:14"));
    CHECK_FALSE(contains(junit, "<random>"));
    const std::string page = report_page(two_texts(), subject, {});
    CHECK(contains(page, "<dd id=\"account\">5 values"));
    CHECK(contains(page, "<dt>place</dt><dd>line 12 of the reference"));
    CHECK_FALSE(contains(page, "<random>"));
    CHECK_FALSE(contains(page, "set-up"));
    CHECK_FALSE(contains(page, "<dt>tap</dt>"));
}
