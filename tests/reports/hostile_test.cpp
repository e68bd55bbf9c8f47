#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <sstream>

#include <nlohmann/json.hpp>

#include "nest.hpp"
#include "tapir/reports/page/parity_page.hpp"
#include "tapir/reports/page/trace_report.hpp"
#include "tapir/reports/verdict/verdict.hpp"
#include "tapir/reports/verdict/verdict_json.hpp"
#include "tapir/reports/verdict/verdict_screen.hpp"

/// Texts of any length and content in each field of a comparison, one after the other.
namespace {

using namespace tapir;
using namespace tapir::trace;
using namespace tapir::reports;

std::string repeated(const std::string& text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i) {
        result += text;
    }
    return result;
}

/// Every text field holds `text`.
Comparison filled(const std::string& text, Verdict verdict, std::size_t count) {
    RootCause root;
    root.kind = root.key = root.tap = root.unit = root.reference = root.candidate = text;
    root.cause_class = CauseClass::formula;
    root.evidence = {{Rule::log_states, WhichSide::candidate, {text, text, text}}};
    root.side = WhichSide::candidate;
    for (std::size_t loop = 0; loop < nest::loops().size(); ++loop) {
        root.site[loop] = static_cast<int>(loop) + 1;
    }
    root.sites = 1000000;
    root.explains = std::numeric_limits<std::uint64_t>::max();
    root.relative = std::numeric_limits<double>::quiet_NaN();
    root.ulp = std::numeric_limits<double>::infinity();
    root.propagated.assign(count, {text, text, text});
    Comparison comparison;
    comparison.loops = nest::loops();
    comparison.verdict = verdict;
    comparison.reason = VerdictReason::values_depart;
    comparison.sentence = comparison.tolerance_text = text;
    comparison.compared = comparison.departing = std::numeric_limits<std::uint64_t>::max();
    comparison.roots.assign(count, root);
    comparison.missing.assign(count, text);
    comparison.extra.assign(count, text);
    comparison.notes.assign(count, text);
    return comparison;
}

const std::vector<std::string>& texts() {
    static const std::vector<std::string> all{"",
                                              " ",
                                              repeated("word ", 3000),
                                              repeated("unbroken", 3000),
                                              repeated(" ", 3000),
                                              "\x1b[2J\x1b]0;title\x07\r\b\x7f\x9b",
                                              std::string("a\0b\nc\td", 7),
                                              "\xc3\x28\xff\xfe\xf0\x9f",
                                              "</script><script>alert(1)</script>",
                                              R"("},{"verdict":"parity"\)",
                                              "{} {:n} %s %n"};
    return all;
}

} // namespace

TEST_CASE("verdict_screen: any text in any field fits one printable screen") {
    for (const std::string& text : texts()) {
        CAPTURE(text.substr(0, 40));
        for (const Verdict verdict : {Verdict::parity, Verdict::divergence, Verdict::not_attested,
                                      Verdict::not_comparable}) {
            for (const std::size_t count : {0U, 1U, 2U, 30U}) {
                const std::string screen =
                    verdict_screen(filled(text, verdict, count), {text, text, text}, false);
                CHECK(std::count(screen.begin(), screen.end(), '\n') <= 40);
                CHECK(screen.back() == '\n');
                std::istringstream lines(screen);
                for (std::string line; std::getline(lines, line);) {
                    CHECK(line.size() <= 100);
                    CHECK(std::all_of(line.begin(), line.end(),
                                      [](char c) { return c >= 0x20 && c < 0x7f; }));
                }
            }
        }
    }
}

TEST_CASE("verdict_screen: with colour the headline's two escapes are the only ones") {
    for (const std::string& text : texts()) {
        const std::string screen =
            verdict_screen(filled(text, Verdict::divergence, 3), {text, text, text}, true);
        CHECK(std::count(screen.begin(), screen.end(), '\x1b') == 2);
        CHECK(screen.find('\x1b') < screen.find("DIVERGENCE"));
        CHECK(screen.rfind('\x1b') < screen.find('\n'));
    }
}

TEST_CASE("verdict_json: any text in any field gives the same structure and the same bytes") {
    for (const std::string& text : texts()) {
        CAPTURE(text.substr(0, 40));
        const Comparison comparison = filled(text, Verdict::divergence, 2);
        const std::string bytes = verdict_json(comparison, {text, text, text});
        CHECK(bytes == verdict_json(comparison, {text, text, text}));
        CHECK(bytes.back() == '\n');
        const auto json = nlohmann::json::parse(bytes);
        CHECK(json.at("verdict") == "divergence");
        CHECK(json.size() == 21);
        const auto& root = json.at("root_causes").at(1);
        CHECK(root.size() == 16);
        CHECK(root.at("relative").is_null());
        CHECK(root.at("ulp").is_null());
        CHECK(root.at("explains") == std::numeric_limits<std::uint64_t>::max());
        CHECK(root.at("site").size() == 8);
        CHECK(bytes.find('\x1b') == std::string::npos);
    }
    const auto plain = nlohmann::json::parse(
        verdict_json(filled("</script>", Verdict::divergence, 1), {"a\"b", "", ""}));
    CHECK(plain.at("sentence") == "</script>");
    CHECK(plain.at("reference") == "a\"b");
}

TEST_CASE("verdict_json: without a root there is no first divergence, not an empty one") {
    const auto json = nlohmann::json::parse(verdict_json({}, {}));
    CHECK(json.at("verdict") == "not_comparable");
    CHECK(json.at("first_divergence").is_null());
    CHECK(json.at("root_causes").empty());
    CHECK(json.at("self_test").at("planted") == 0);
    Comparison parity;
    parity.verdict = Verdict::parity;
    CHECK(nlohmann::json::parse(verdict_json(parity, {})).at("verdict") == "parity");
}

TEST_CASE("pages of one trace and of a parity: names cannot run, hide or move a cursor") {
    const std::string hostile = "<script>alert(1)</script>\x1b[31m|`\n# x";
    tapir::reports::TraceReport one;
    one.scene = one.side = one.file = one.final_tap = hostile;
    one.how_to_compare = "tapir diff"; // in Markdown it stands in a block shown as it is
    one.pixels = {{hostile, 1.5}};
    one.notices = {hostile};
    one.limits = {hostile};
    tapir::reports::PageInput input;
    input.command = hostile;
    input.provenance = {{hostile, hostile}};
    tapir::reports::ParityReport parity;
    parity.scene = hostile;
    parity.pixels = {hostile};
    parity.limits = {hostile};
    parity.sides = {{hostile, hostile, hostile}};
    parity.comparisons.push_back({hostile, hostile, hostile, {}, {}});
    tapir::trace::ParityRow row;
    row.key = row.unit = row.worst_site = hostile;
    row.compared = 1;
    parity.comparisons.front().records.rows = {row};
    for (const std::string& text :
         {tapir::reports::trace_markdown(one), tapir::reports::trace_page(one, input),
          tapir::reports::parity_page(parity, input)}) {
        CAPTURE(text);
        CHECK(text.find("<script>alert") == std::string::npos);
        CHECK(text.find("\x1b") == std::string::npos);
        CHECK(text.find("\n# x") == std::string::npos);
    }
    CHECK_FALSE(parity.parity());
    CHECK(tapir::reports::parity_page(parity, input).find("DIVERGENCE</span>: 1 of 1") !=
          std::string::npos);
}
