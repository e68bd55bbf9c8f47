#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "page/graph_layout.hpp"
#include "page/page_graph.hpp"
#include "page/page_palette.hpp"
#include "page/page_plots.hpp"
#include "page/page_text.hpp"
#include "page_values.hpp"
#include "text/ticks.hpp"

/// The parts of a page, one by one: colours, digits, the graph of stages, plots.
namespace {

using namespace tapir;
using namespace tapir::trace;
using namespace tapir::reports;
using namespace tapir::test;

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
