#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "nest.hpp"
#include "page/graph_layout.hpp"
#include "page/page_graph.hpp"
#include "page/page_palette.hpp"
#include "page/page_plots.hpp"
#include "page/page_text.hpp"
#include "tapir/reports/page/report_page.hpp"
#include "text/ticks.hpp"

/// Pages: their size, their colours, and that text stays text.
namespace {

using namespace tapir;
using namespace tapir::trace;
using nest::Place;
using namespace tapir::reports;

std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos;
         at = text.find(part, at + part.size())) {
        ++count;
    }
    return count;
}

ComparedValue value_of(const std::string& tap, int phi_tic, Standing standing) {
    ComparedValue value;
    value.kind = "STEP";
    value.key = value.tap = tap;
    value.unit = "m";
    value.site = Place{.slow = 685, .fast = 1039, .phi_tic = phi_tic};
    value.reference = "1.25";
    value.candidate = standing < Standing::missing ? "1.375" : "1.25";
    value.reference_value = 1.25;
    value.candidate_value = standing < Standing::missing ? 1.375 : 1.25;
    value.relative = standing < Standing::missing ? 1.0 / 11 : 0;
    value.standing = standing;
    return value;
}

/// A comparison with so many values that depart and that agree.
Comparison with_values(int departing, int agreeing) {
    Comparison comparison;
    comparison.loops = nest::loops();
    comparison.verdict = departing > 0 ? Verdict::divergence : Verdict::parity;
    comparison.sentence = "A sentence.";
    Details& details = comparison.details;
    details.taps = {{"a", {}}, {"b", {}}};
    const auto add = [&details](int count, const std::string& tap, Standing standing) {
        for (int i = 0; i < count; ++i) {
            details.values.push_back(value_of(tap, i, standing));
        }
        details.taps[tap == "a" ? 0 : 1].count[static_cast<std::size_t>(standing)] +=
            static_cast<std::uint64_t>(count);
    };
    add(departing > 0 ? 1 : 0, "a", Standing::root);
    add(departing > 0 ? departing - 1 : 0, "b", Standing::propagated);
    add(agreeing, "b", Standing::identical);
    return comparison;
}

PageInput page_input_of(const std::string& text) {
    PageInput input;
    input.command = text;
    input.stages = {{"a", text, "b"}, {{0, 1}, {1, 2}}};
    input.plots = {{"b", 0, text, nest::phi_tic}};
    Panel panel;
    panel.title = panel.caption = panel.alternative = text;
    panel.picture = {1, 1, {0}, ColourMap::diverging};
    panel.marks = {{1, 0, 0, text}};
    panel.ticks = {text, text};
    input.panels = {panel};
    input.provenance = {{text, text}};
    return input;
}

/// Every field holds `text`, many times.
Comparison filled(const std::string& text, std::size_t count) {
    Comparison comparison = with_values(30, 30);
    RootCause root;
    root.kind = root.key = root.tap = root.unit = root.reference = root.candidate = text;
    root.cause_class = CauseClass::formula;
    root.evidence = {{Rule::log_states, WhichSide::candidate, {text, text, text}}};
    root.side = WhichSide::candidate;
    root.relative = std::numeric_limits<double>::quiet_NaN();
    constexpr std::size_t more_than_listed = 40;
    root.propagated.assign(std::min(count, more_than_listed), {text, text, text});
    comparison.roots.assign(std::min(count, more_than_listed), root);
    comparison.sentence = comparison.tolerance_text = text;
    comparison.missing.assign(count, text);
    comparison.extra.assign(count, text);
    comparison.notes.assign(count, text);
    comparison.sharpness.assign(count, {text, 1, 1});
    SignedErrors bias{.tap = text, .records = 100, .positive = 100};
    bias.sum = bias.sum_of_squares = 100;
    comparison.errors.assign(count, bias);
    for (ComparedValue& value : comparison.details.values) {
        value.kind = value.key = value.unit = value.reference = value.candidate = text;
    }
    comparison.details.taps.push_back({text, {}});
    return comparison;
}

double luminance(const std::string& colour) {
    const auto linear = [&colour](std::size_t at) {
        const double x = std::stoi(colour.substr(at, 2), nullptr, 16) / 255.0;
        return x <= 0.04045 ? x / 12.92 : std::pow((x + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
}

double contrast(const std::string& a, const std::string& b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace

TEST_CASE("page_palette: colours that meet are told apart as WCAG 2.1 AA asks, light and dark") {
    CHECK(contrast("#000000", "#ffffff") == doctest::Approx(21));
    CHECK(contrast("#767676", "#ffffff") == doctest::Approx(4.54).epsilon(0.001));
    std::map<std::string, Shade> shades;
    for (const Shade& shade : palette) {
        shades.emplace(shade.name, shade);
    }
    for (const Meeting& meeting : meetings) {
        CAPTURE(meeting.front);
        CAPTURE(meeting.back);
        CHECK(contrast(shades.at(meeting.front).light, shades.at(meeting.back).light) >=
              meeting.least);
        CHECK(contrast(shades.at(meeting.front).dark, shades.at(meeting.back).dark) >=
              meeting.least);
    }
}

TEST_CASE("report_page: any text in any field stays text, visible, and within a megabyte") {
    std::string longest;
    while (longest.size() < 20000) {
        longest += "<\"&'\x1b\xe2\x80\xae" + std::string(longest.size() % 7, 'x');
    }
    for (const std::string& text :
         {std::string("</script><script>alert(1)</script>"), std::string("\x1b[31m\a\b\x7f\x9b"),
          std::string("\xe2\x80\xae\xe2\x81\xa6\xd8\x9c"), std::string("a\0b", 3), longest,
          std::string("{} {:n} %s"), std::string("' onload='alert(1)"), std::string()}) {
        CAPTURE(text.substr(0, 40));
        for (const std::size_t count : {std::size_t{1}, std::size_t{300}}) {
            const std::string page =
                report_page(filled(text, count), {text, text, text}, page_input_of(text));
            CHECK(page.size() <= page_limit);
            CHECK(count_of(page, "<script") == 1);
            CHECK(count_of(page, "</script") == 1);
            CHECK(page.find("onload='") == std::string::npos);
            bool plain = true;
            for (const char c : page) {
                plain = plain && (c == '\n' || (c >= ' ' && c <= '~'));
            }
            CHECK(plain);
        }
    }
    const std::string page = report_page(filled("\x1b\xe2\x80\xae", 1), {}, {});
    CHECK(page.find("\\x1b\\u{202e}") != std::string::npos);
}

TEST_CASE(
    "page: one-sided errors stand in a table, the largest first, and those of both sides do not") {
    Comparison comparison = with_values(1, 1);
    const auto add = [&comparison](const std::string& tap, std::uint64_t up, std::uint64_t down,
                                   double each) {
        SignedErrors row;
        row.tap = tap;
        row.positive = up;
        row.negative = down;
        row.records = up + down;
        row.sum = (static_cast<double>(up) - static_cast<double>(down)) * each;
        row.sum_of_squares = static_cast<double>(up + down) * each * each;
        comparison.errors.push_back(row);
    };
    add("even", 50, 50, 1e-9);
    CHECK(one_sided_section(comparison).empty());
    CHECK(report_page(comparison, {}, {}).find("One-sided") == std::string::npos);
    add("small", 3, 97, 1e-16);
    add("<b>large", 100, 0, 2.5e-12);
    const std::string text = one_sided_section(comparison);
    CHECK(text.find("One-sided errors (2)") != std::string::npos);
    const std::string row = "<tr><th scope=\"row\">&lt;b&gt;large</th><td>+2.5e-12</td><td>100</td>"
                            "<td>0</td><td>100</td></tr>";
    CHECK(text.find(row) < text.find("<th scope=\"row\">small</th><td>-9.4e-17</td><td>3</td>"
                                     "<td>97</td><td>100</td>"));
    CHECK(text.find(">even<") == std::string::npos);
    CHECK(report_page(comparison, {}, {}).find(row) != std::string::npos);
    for (int i = 0; i < 100'000; ++i) {
        add(std::string(200, 'k') + std::to_string(i), 100, 0, 1e-10);
    }
    CHECK(one_sided_section(comparison).find("99952 more are left out here") != std::string::npos);
    CHECK(report_page(comparison, {}, {}).size() <= page_limit);
}

TEST_CASE("report_page: says the verdict first") {
    const std::string page = report_page(with_values(3, 4), {"r.log", "c.log", ""}, {});
    const std::size_t body = page.find("<body>");
    REQUIRE(body != std::string::npos);
    CHECK(page.find("DIVERGENCE</span>: A sentence.</h1>", body) < body + 150);
    CHECK(report_page(with_values(0, 4), {}, {}).find("PARITY</span>: A sentence.</h1>") !=
          std::string::npos);
    CHECK(report_page({}, {}, {}).find("NOT COMPARABLE</span>") != std::string::npos);
    CHECK(page == report_page(with_values(3, 4), {"r.log", "c.log", ""}, {}));
}

TEST_CASE("report_page: of too many values those that depart stay, and the rest is counted") {
    const std::string all = report_page(with_values(10, 90), {}, {});
    CHECK(count_of(all, "<tr data-s=") == 100);
    CHECK(all.find("id=\"left-out\"") == std::string::npos);
    Comparison huge = with_values(1000, 20000);
    huge.details.taps[1].count[static_cast<std::size_t>(Standing::identical)] += 1000000;
    const std::string page = report_page(huge, {}, {});
    CHECK(page.size() <= page_limit);
    CHECK(page.size() > page_limit / 10 * 9);
    CHECK(count_of(page, "<tr data-s=\"0\"") == 1);
    CHECK(count_of(page, "<tr data-s=\"1\"") == 999);
    const std::size_t shown = count_of(page, "<tr data-s=\"5\"");
    CHECK(shown > 1000);
    CHECK(page.find(std::to_string(1020000 - shown) + " identical") != std::string::npos);
}

TEST_CASE("page: digits that agree, in number and in figures") {
    CHECK(agreeing_digits(0) == 17);
    CHECK(agreeing_digits(4e-4) == 3);
    CHECK(agreeing_digits(1e-300) == 17);
    CHECK(agreeing_digits(0.5) == 0);
    CHECK(agreeing_digits(std::numeric_limits<double>::infinity()) == 0);
    CHECK(agreeing_digits(std::numeric_limits<double>::quiet_NaN()) == 0);
    CHECK(common_figures("-2.18805e-09", "-2.18717e-09") == 5);
    CHECK(common_figures("12.5", "1.25") == 0);
    CHECK(common_figures("1.5e3", "1.5e4") == 0);
    CHECK(common_figures("-1.5", "1.5") == 0);
    CHECK(common_figures("1.5", "1.50001") == 3);
    CHECK(common_figures("word", "world") == 0);
    CHECK(marked_number("1.5", "1.6") == "1.<span class=\"differs\">5</span>");
    CHECK(marked_number("1.5", "1.5") == "1.5");
}

TEST_CASE("layered: every stage stands behind what feeds it, and none upon another") {
    const StageGraph graph{{"a", "b", "c", "d", "e", "lonely"},
                           {{0, 1}, {1, 2}, {0, 3}, {2, 3}, {4, 3}, {3, 1}}};
    const std::vector<Placed> placed = layered(graph);
    std::set<std::pair<std::size_t, double>> places;
    for (const Placed& place : placed) {
        CHECK(places.emplace(place.layer, place.slot).second);
    }
    for (const StageGraph::Edge& edge : graph.edges) {
        if (edge.from < edge.to) {
            CHECK(placed[edge.from].layer < placed[edge.to].layer);
        }
    }
    CHECK(layered({}).empty());
}

TEST_CASE("graph: each standing has a shape and words of its own") {
    Comparison comparison;
    comparison.details.taps.assign(5, {});
    const std::array standing{Standing::root, Standing::propagated, Standing::missing,
                              Standing::identical, Standing::not_compared};
    PageInput input;
    for (std::size_t i = 0; i < 5; ++i) {
        comparison.details.taps[i].tap = std::string(1, static_cast<char>('a' + i));
        comparison.details.taps[i].count[static_cast<std::size_t>(standing[i])] = 3;
        input.stages.taps.push_back(comparison.details.taps[i].tap);
    }
    input.stages.taps.pop_back(); // a tap whose lineage is not known is drawn too
    const std::string text = graph_section(comparison, input.stages);
    for (const char* part :
         {"n-root", "n-propagated", "n-absent", "n-agree", "n-outside", "root: 3 of 3 depart",
          "propagated: 3 of 3", "3 missing, 0 extra", "3 agree", ">not compared<"}) {
        CAPTURE(part);
        CHECK(text.find(part) != std::string::npos);
    }
    CHECK(count_of(text, "<a href=\"#t") == 5);
}

TEST_CASE("ticks_between: round numbers inside the range, told apart") {
    const Ticks ticks = ticks_between(-2.5, 1.5, 5);
    CHECK(ticks.at == std::vector<double>{-2, -1, 0, 1});
    CHECK(ticks.label == std::vector<std::string>{"-2", "-1", "0", "1"});
    CHECK(ticks_between(0, 3, 10, true).at == std::vector<double>{0, 1, 2, 3});
    const Ticks close = ticks_between(-6.87951, -6.87929, 5);
    CHECK(close.label.front() == "-6.87950");
    for (const double size : {1e-300, 1e-9, 1.0, 1e15, 1e300}) {
        const Ticks scaled = ticks_between(size, 1.001 * size, 5);
        CAPTURE(size);
        CHECK(scaled.at.size() >= 3);
        CHECK(std::set<std::string>(scaled.label.begin(), scaled.label.end()).size() ==
              scaled.at.size());
    }
}

TEST_CASE("plots: both sides of the site that departs, step by step, and what is not drawn") {
    Comparison comparison;
    comparison.loops = nest::loops();
    for (int phi_tic = 0; phi_tic < 4; ++phi_tic) {
        for (const int fast : {7, 8}) {
            ComparedValue value = value_of("a", phi_tic, Standing::identical);
            value.site[Loops::column] = fast;
            comparison.details.values.push_back(value);
        }
    }
    comparison.details.values[2].candidate_value = std::numeric_limits<double>::quiet_NaN();
    const std::string text = plot_section(
        comparison, {{"a", 0, "A", nest::phi_tic}, {"missing", 0, "M", nest::phi_tic}});
    CHECK(count_of(text, "<figure>") == 1);
    CHECK(count_of(text, "class=\"refdot\"") == 1 + 3);
    CHECK(text.find("slow=685 fast=7; 1 other site(s)") != std::string::npos);
    CHECK(text.find("1 value(s) are no numbers") != std::string::npos);
    comparison.details.values.resize(1);
    CHECK(plot_section(comparison, {{"a", 0, "A", nest::phi_tic}}).empty());
}
