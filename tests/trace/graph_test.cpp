#include <doctest/doctest.h>

#include <string>

#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/verdict/compare.hpp"
#include "toy.hpp"

/// The root rule on graphs of other shapes than the toy's, and the graph and sinks themselves.
namespace {

using namespace tapir::test;

constexpr std::array names{"a", "b", "c", "d", "e"};
constexpr std::array<TapSpec, 5> specs{{{"a", 1, "1", scope::setup, ""},
                                        {"b", 1, "1", scope::setup, ""},
                                        {"c", 1, "1", scope::setup, ""},
                                        {"d", 1, "1", scope::setup, ""},
                                        {"e", 1, "1", scope::setup, ""}}};
constexpr std::array<const TapSpec*, 5> taps{specs.data(), &specs[1], &specs[2], &specs[3],
                                             &specs[4]};

/// "b+2 c+0": the roots and how many departing values each explains, when `faulty` records
/// depart and `unprinted` ones are in neither trace.
std::string roots_of(const std::vector<std::vector<int>>& parents, const std::string& faulty,
                     const std::string& unprinted = "") {
    LineageGraph graph;
    NativeSink reference;
    NativeSink candidate;
    for (std::size_t i = 0; i < parents.size(); ++i) {
        graph.add({names[i], 0, {}}, parents[i]);
        if (unprinted.find(names[i]) == std::string::npos) {
            const bool departs = faulty.find(names[i]) != std::string::npos;
            reference.record(specs[i], {}, std::array{1.25});
            candidate.record(specs[i], {}, std::array{departs ? 7.5 : 1.25});
        }
    }
    NativeHeader header;
    header.scene = "s";
    const ProgramModel program = nest::model_of(taps);
    const Comparison result =
        compare(parse_trace(reference.finish(header), "r", ""),
                parse_trace(candidate.finish(header), "c", ""), program, graph, {});
    std::string roots;
    for (const RootCause& root : result.roots) {
        roots += (roots.empty() ? "" : " ") + root.tap + "+" + std::to_string(root.explains);
    }
    return roots;
}

const std::vector<std::vector<int>> chain{{}, {0}, {1}, {2}, {3}};
const std::vector<std::vector<int>> diamond{{}, {0}, {0}, {1, 2}, {3}};

} // namespace

TEST_CASE("roots: in a chain the first departing record, whatever follows") {
    CHECK(roots_of(chain, "abcde") == "a+4");
    CHECK(roots_of(chain, "cde") == "c+2");
    CHECK(roots_of(chain, "e") == "e+0");
    CHECK(roots_of(chain, "").empty());
}

TEST_CASE("roots: a departure that heals and one further down are two roots") {
    CHECK(roots_of(chain, "bd") == "b+1 d+0");
}

TEST_CASE("roots: in a diamond each arm is a root of its own, the join is neither") {
    CHECK(roots_of(diamond, "bcde") == "b+2 c+2");
    CHECK(roots_of(diamond, "abcde") == "a+4");
    CHECK(roots_of(diamond, "cde") == "c+2");
    CHECK(roots_of(diamond, "de") == "d+1");
}

TEST_CASE("roots: records that nobody printed pass a departure on") {
    CHECK(roots_of(chain, "ae", "bcd") == "a+1");
    CHECK(roots_of(chain, "e", "abcd") == "e+0");
    CHECK(roots_of(diamond, "ae", "bcd") == "a+1");
    CHECK(roots_of(diamond, "be", "cd") == "b+1");
}

TEST_CASE("LineageGraph: a key computed again names its latest node") {
    LineageGraph graph;
    const NodeKey first{"a", 0, Place{.phi_tic = 1}};
    CHECK(graph.find(first) == -1);
    CHECK(graph.add(first, {}) == 0);
    CHECK(graph.add({"a", 1, Place{.phi_tic = 1}}, {}) == 1);
    CHECK(graph.add(first, {0, 1}) == 2);
    CHECK(graph.find(first) == 2);
    CHECK(graph.find({"a", 0, Place{.phi_tic = 2}}) == -1);
    CHECK(graph.size() == 3);
    CHECK(graph.parents(2) == std::vector<int>{0, 1});
    CHECK(graph.key(1).component == 1);
}

TEST_CASE("sinks: memory keeps order and values, counting counts records and values") {
    MemorySink memory;
    memory.record(tap_x, {}, std::array{1.0, 2.0, 3.0});
    memory.record(tap_step, toy_site(2), std::array{-0.5});
    REQUIRE(memory.entries().size() == 2);
    CHECK(memory.entries()[1].site == toy_site(2));
    CHECK(memory.values(memory.entries()[0])[2] == 3);
    CHECK(memory.values(memory.entries()[1])[0] == -0.5);
    CountingSink counting;
    memory.replay(counting);
    CHECK(counting.records() == 2);
    CHECK(counting.values() == 4);
}

TEST_CASE("site: its text names the loops that apply, projection drops the others") {
    CHECK(to_text(Site{}, nest::loops()) == "set-up");
    CHECK(to_text(Site(Place{.slow = 6, .fast = 0, .phi_tic = 3}), nest::loops()) ==
          "slow=6 fast=0 phi_tic=3");
    const Site all = Place{1, 2, 3, 4, 5, 6, 7, 8};
    CHECK(project(all, scope::setup) == Site{});
    CHECK(project(all, scope::step) == all);
    CHECK(project(all, scope::beam) == Site(Place{1, 2, 3, 4, 5, 6, -1, -1}));
    CHECK(to_text(std::vector<Pixel>{{685, 1039}, {686, 0}}) == "685,1039;686,0");
}
