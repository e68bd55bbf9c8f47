#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "tapir/trace/base/error.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/model/model_names.hpp"
#include "tapir/trace/model/model_oracle.hpp"
#include "tapir/trace/verdict/compare.hpp"

/// Models and traces that a careless plan of the computation would spend minutes on.

using namespace tapir;
using namespace tapir::trace;

namespace {

/// x in each cell of each step; y of each step; z of the whole.
ModelText steps_and_cells() {
    ModelText text;
    text.loops = {{"step"}, {"cell"}};
    text.taps = {
        {"x", "m", "", 1, {"step", "cell"}}, {"y", "m", "", 1, {"step"}}, {"z", "m", "", 1, {}}};
    return text;
}

std::unique_ptr<Model> model_of(ModelText text) {
    return std::make_unique<Model>(std::move(text), "model.json");
}

/// x is `first` in step 0 and one more in each step after it; y the sum of x, z that of y.
std::string lines_of(int steps, int cells, int first) {
    std::string lines;
    long total = 0;
    for (int step = 0; step < steps; ++step) {
        const std::string at = " step=" + std::to_string(step);
        const int x = first + step;
        for (int cell = 0; cell < cells; ++cell) {
            lines += "TRACE_C_X" + at + " cell=" + std::to_string(cell) +
                     " x=" + std::to_string(x) + ".125\n";
        }
        lines += "TRACE_C_Y" + at + " y=" + std::to_string(x * cells) + ".25\n";
        total += x * cells;
    }
    return lines + "TRACE_C: z " + std::to_string(total) + ".5\n";
}

TraceFile read(const std::string& lines, const Model& model) {
    const TraceFile file = parse_trace(lines, "trace", "", model.program().loops);
    NamedTrace named = read_by_model(file, model, "");
    CAPTURE(named.refusal);
    REQUIRE(named.refusal.empty());
    return std::move(named.file);
}

std::string sums_in_each_other(int depth) {
    std::string formula = "x";
    for (int i = 0; i < depth; ++i) {
        formula = "sum(cell, " + formula + ")";
    }
    return formula;
}

} // namespace

TEST_CASE("model: sums in sums are taken as long as they come to an end") {
    for (const int depth : {1, 4, 12}) {
        CAPTURE(depth);
        ModelText text = steps_and_cells();
        text.stages = {{"y", sums_in_each_other(depth)}};
        const auto model = model_of(std::move(text));
        const TraceFile file = read(lines_of(3, 10, 1), *model);
        if (depth < 12) {
            CHECK(ModelOracle(*model, {&file}).asked().front().asked == 3);
        } else {
            CHECK_THROWS_WITH_AS(ModelOracle(*model, {&file}),
                                 doctest::Contains("too many operations for these traces"),
                                 InputError);
        }
    }
}

TEST_CASE("model: what feeds a record is found among many, in the loops that both live in") {
    ModelText text = steps_and_cells();
    text.stages = {{"x", "", {"x[step-1]"}}, {"y", "", {"x"}}, {"z", "", {"y", "x[cell=3]"}}};
    const auto model = model_of(std::move(text));
    constexpr int steps = 2000;
    constexpr int cells = 10;
    const TraceFile file = read(lines_of(steps, cells, 1), *model);
    const LineageGraph graph = ModelOracle(*model, {&file}).lineage();
    const auto loop_step = static_cast<std::size_t>(model->program().loops.find("step"));
    const auto loop_cell = static_cast<std::size_t>(model->program().loops.find("cell"));
    CHECK(graph.parents(graph.find({"z", 0, Site()})).size() == 2 * steps);
    for (const int step : {0, 1, steps - 1}) {
        CAPTURE(step);
        Site site;
        site[loop_step] = step;
        const auto of_y = graph.parents(graph.find({"y", 0, site}));
        REQUIRE(of_y.size() == cells);
        for (const int parent : of_y) {
            CHECK(graph.key(parent).tap == "x");
            CHECK(graph.key(parent).site[loop_step] == step);
        }
        site[loop_cell] = 4;
        const auto of_x = graph.parents(graph.find({"x", 0, site}));
        REQUIRE(of_x.size() == (step == 0 ? 0 : 1));
        if (step > 0) {
            site[loop_step] = step - 1;
            CHECK(of_x[0] == graph.find({"x", 0, site}));
        }
    }
}

TEST_CASE("model: of many records that depart, each is looked for under other keys once") {
    ModelText text = steps_and_cells();
    text.stages = {{"y", "", {"x"}}, {"z", "", {"y"}}};
    const auto model = model_of(std::move(text));
    constexpr int steps = 2000;
    constexpr int cells = 10;
    const TraceFile sound = read(lines_of(steps, cells, 1), *model);
    const TraceFile other = read(lines_of(steps, cells, 7), *model);
    const LineageGraph graph = ModelOracle(*model, {&sound, &other}).lineage();
    const Comparison result = compare(sound, other, model->program(), graph, {}, nullptr, 0);
    CHECK(result.verdict == Verdict::divergence);
    CHECK(result.departing == steps * cells + steps + 1);
    REQUIRE_FALSE(result.roots.empty());
    CHECK(result.roots.front().tap == "x");
}
