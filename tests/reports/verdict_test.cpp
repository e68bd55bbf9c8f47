#include <doctest/doctest.h>

#include <limits>

#include <nlohmann/json.hpp>

#include "nest.hpp"
#include "tapir/reports/verdict/verdict.hpp"
#include "tapir/reports/verdict/verdict_json.hpp"
#include "tapir/reports/verdict/verdict_screen.hpp"
#include "text_edits.hpp"

namespace {

using namespace tapir;
using namespace tapir::trace;
using nest::Place;
using tapir::test::lines_of;
using namespace tapir::reports;

const std::string hostile = "<script>\x1b[31m\xff\xfe\x07"
                            "evil\n";

Comparison divergence() {
    RootCause root;
    root.kind = "ROT";
    root.key = "ap_y";
    root.site = Place{.slow = 685, .fast = 1039, .phi_tic = 0};
    root.tap = "cell_phi";
    root.unit = "m";
    root.reference = "-2.18";
    root.candidate = "-2.17";
    root.relative = 4e-4;
    root.ulp = std::numeric_limits<double>::infinity();
    root.cause_class = CauseClass::stale;
    root.evidence = {{Rule::repeats_site_before, WhichSide::reference}};
    root.side = WhichSide::reference;
    root.explains = 43;
    root.propagated = {{"F_latt", "-2.38319", "1.37931"}};
    Comparison comparison;
    comparison.loops = nest::loops();
    comparison.verdict = Verdict::divergence;
    comparison.reason = VerdictReason::values_depart;
    comparison.sentence = "49 of 701 compared values depart.";
    comparison.compared = 701;
    comparison.departing = 49;
    comparison.roots = {root};
    return comparison;
}

Comparison overwhelming() {
    Comparison comparison = divergence();
    for (int i = 0; i < 100; ++i) {
        RootCause root = comparison.roots.front();
        root.key = hostile + std::string(500, 'x');
        root.evidence = {{Rule::log_states, WhichSide::candidate, {hostile, hostile, hostile}}};
        root.propagated.assign(50, {hostile, hostile, hostile});
        comparison.roots.push_back(root);
        comparison.missing.push_back(hostile);
        comparison.extra.push_back(hostile);
        comparison.notes.emplace_back(hostile);
    }
    return comparison;
}

} // namespace

TEST_CASE("verdict_json: has the fields scripts read, and the same bytes each time") {
    const std::string text = verdict_json(divergence(), {"a.log", "b.log", "preset p"});
    CHECK(text == verdict_json(divergence(), {"a.log", "b.log", "preset p"}));
    const auto json = nlohmann::json::parse(text);
    CHECK(json.at("verdict") == "divergence");
    CHECK(json.at("compared") == 701);
    CHECK(json.at("first_divergence") == json.at("root_causes").front());
    const auto& root = json.at("root_causes").front();
    for (const std::string field : {"kind", "key", "site", "reference", "candidate", "relative",
                                    "ulp", "class", "evidence", "side"}) {
        CAPTURE(field);
        CHECK(root.contains(field));
    }
    CHECK(root.at("ulp").is_null()); // JSON has no infinity
    CHECK(root.at("site") == nlohmann::json{{"slow", 685}, {"fast", 1039}, {"phi_tic", 0}});
    for (const char* field : {"missing", "extra", "tolerance"}) {
        CHECK(json.contains(field));
    }
}

TEST_CASE("verdict_json: hostile text stays text in valid JSON") {
    const auto json = nlohmann::json::parse(verdict_json(overwhelming(), {hostile, hostile, ""}));
    CHECK(json.at("root_causes").size() == 101);
    CHECK(json.at("notes").front().get<std::string>().find("<script>") == 0);
}

TEST_CASE("verdict_screen: one screen, whatever the comparison holds") {
    const std::string screen = verdict_screen(overwhelming(), {hostile, hostile, ""}, false);
    const std::vector<std::string> lines = lines_of(screen);
    CHECK(lines.size() <= 40);
    for (const std::string& line : lines) {
        CHECK(line.size() <= 100);
        for (const char c : line) {
            CHECK(static_cast<unsigned char>(c) >= 0x20);
            CHECK(static_cast<unsigned char>(c) < 0x7f);
        }
    }
}

TEST_CASE("verdict_screen: says the verdict first, then the root and what follows from it") {
    const std::string screen = verdict_screen(divergence(), {"a.log", "b.log", ""}, false);
    CHECK(screen.find("DIVERGENCE\n") == 0);
    for (const std::string part :
         {"ROT/ap_y", "class stale", "slow=685 fast=1039 phi_tic=0",
          "the odd side is the reference", "explains 43", "F_latt -2.38 | 1.38"}) {
        CAPTURE(part);
        CHECK(screen.find(part) != std::string::npos);
    }
    Comparison parity;
    parity.verdict = Verdict::parity;
    parity.compared = 7;
    parity.planted = parity.caught = 5;
    CHECK(verdict_screen(parity, {}, false).find("PARITY\n") == 0);
    CHECK(verdict_screen(parity, {}, false).find("5 planted corruptions, 5 caught") !=
          std::string::npos);
    CHECK(verdict_screen({}, {}, false).find("NOT COMPARABLE\n") == 0);
}

TEST_CASE("verdict_screen: colour only when asked for") {
    CHECK(verdict_screen(divergence(), {}, false).find('\x1b') == std::string::npos);
    CHECK(verdict_screen(divergence(), {}, true).find('\x1b') != std::string::npos);
}
