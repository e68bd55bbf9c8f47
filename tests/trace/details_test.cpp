#include <doctest/doctest.h>

#include <algorithm>

#include "tapir/trace/record/stage_graph.hpp"
#include "tapir/trace/verdict/compare.hpp"
#include "toy.hpp"

/// Every value of a comparison, and how it stands.
namespace {

using namespace tapir::test;

Comparison detailed(const std::string& reference, const std::string& candidate, std::size_t most) {
    return compare(parsed(reference, "reference.log"), parsed(candidate, "candidate.log"),
                   toy_model(), toy_graph(), {}, nullptr, most);
}

std::uint64_t count(const Comparison& comparison, Standing standing) {
    std::uint64_t sum = 0;
    for (const TapTally& tally : comparison.details.taps) {
        sum += tally.of(standing);
    }
    return sum;
}

const ComparedValue& value_of(const Comparison& comparison, const std::string& tap) {
    const auto& values = comparison.details.values;
    const auto found =
        std::find_if(values.begin(), values.end(),
                     [&tap](const ComparedValue& value) { return value.tap == tap; });
    REQUIRE(found != values.end());
    return *found;
}

} // namespace

TEST_CASE("details: the root, what follows from it, and all that agrees") {
    Toy wrong;
    wrong.total *= 1.5;
    wrong.finish();
    const Comparison result = detailed(toy_c_trace(Toy()), toy_c_trace(wrong), 1000);
    CHECK(count(result, Standing::root) == 1);
    CHECK(count(result, Standing::propagated) == 1);
    CHECK(count(result, Standing::root) + count(result, Standing::propagated) == result.departing);
    CHECK(count(result, Standing::identical) == result.identical);
    CHECK(result.details.values.size() == result.compared);
    CHECK(result.details.left_out == 0);
    const ComparedValue& root = result.details.values.front();
    CHECK(root.tap == "total");
    CHECK(root.standing == Standing::root);
    CHECK(root.relative == doctest::Approx(1.0 / 3));
    CHECK(root.candidate_value == root.reference_value * 1.5);
    CHECK(value_of(result, "final").standing == Standing::propagated);
    CHECK(value_of(result, "x").standing == Standing::identical);
}

TEST_CASE("details: beyond the number asked for those that agree are left out, and counted") {
    Toy wrong;
    wrong.total *= 1.5;
    wrong.finish();
    const Comparison result = detailed(toy_c_trace(Toy()), toy_c_trace(wrong), 3);
    REQUIRE(result.details.values.size() == 3);
    CHECK(result.details.values[0].standing == Standing::root);
    CHECK(result.details.values[1].standing == Standing::propagated);
    CHECK(result.details.left_out == result.compared - 3);
    CHECK(count(result, Standing::identical) == result.identical);
    CHECK(detailed(toy_c_trace(Toy()), toy_c_trace(wrong), 0).details.taps.empty());
}

TEST_CASE("details: records that one side lacks, or does not print at all") {
    const std::string good = toy_c_trace(Toy());
    const std::size_t at = good.find("TRACE_C: z");
    const std::string lacking = good.substr(0, at) + good.substr(good.find('\n', at) + 1);
    const Comparison missing = detailed(good, lacking, 1000);
    CHECK(count(missing, Standing::missing) == 1);
    CHECK(value_of(missing, "z").candidate.empty());
    CHECK(value_of(missing, "z").reference == "7");
    CHECK(count(detailed(lacking, good, 1000), Standing::extra) == 1);
    const Comparison across = detailed(good, toy_py_trace(Toy()), 1000);
    CHECK(count(across, Standing::not_compared) == across.not_compared);
    CHECK(across.not_compared > 0);
}

TEST_CASE("stage_graph: what lies between two shown taps is bridged") {
    const StageGraph whole = stage_graph(toy_graph(), {"x", "y", "z", "sum", "total", "final"});
    CHECK(whole.taps == std::vector<std::string>{"x", "y", "z", "sum", "total", "final"});
    CHECK(whole.edges == std::vector<StageGraph::Edge>{{0, 3}, {1, 3}, {3, 4}, {4, 5}});
    const StageGraph bridged = stage_graph(toy_graph(), {"x", "final"});
    CHECK(bridged.taps == std::vector<std::string>{"x", "final"});
    CHECK(bridged.edges == std::vector<StageGraph::Edge>{{0, 1}});
    CHECK(stage_graph({}, {"x"}).taps.empty());
}
