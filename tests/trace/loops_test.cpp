#include <doctest/doctest.h>

#include <array>

#include "tapir/trace/base/error.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "toy.hpp"

using namespace tapir;
using namespace tapir::test;

namespace {

/// A program without pixels: steps of cells.
const Loops heat({"slow"}, {"fast"}, {{"step"}, {"cell"}});
constexpr LoopSet in_cell = loop_bit(2) | loop_bit(3);
constexpr TapSpec temperature{"T", 1, "K", in_cell, "temperature of a cell"};
constexpr TapSpec flux{"flux", 1, "W", in_cell, "heat that flows into a cell"};
constexpr std::array<const TapSpec*, 2> heat_taps{&flux, &temperature};

Site cell(int step, int index) {
    Site site;
    site[2] = step;
    site[3] = index;
    return site;
}

/// Three steps of two cells. @param wrong  is added to the flux of step 1, cell 1
std::string heat_trace(double wrong, bool cells_first = false) {
    const Loops other_order({"slow"}, {"fast"}, {{"cell"}, {"step"}});
    NativeSink sink(cells_first ? other_order : heat);
    for (int step = 0; step < 3; ++step) {
        for (int index = 0; index < 2; ++index) {
            Site site = cell(step, index);
            if (cells_first) {
                site[2] = index;
                site[3] = step;
            }
            const double heat_flux = 0.5 * step - index + (step == 1 && index == 1 ? wrong : 0);
            sink.record(flux, site, {&heat_flux, 1});
            const double kelvin = 293 + heat_flux;
            sink.record(temperature, site, {&kelvin, 1});
        }
    }
    NativeHeader header;
    header.program = "heat";
    return sink.finish(header);
}

LineageGraph heat_graph() {
    LineageGraph graph;
    for (int step = 0; step < 3; ++step) {
        for (int index = 0; index < 2; ++index) {
            const int from = graph.add({"flux", 0, cell(step, index)}, {});
            graph.add({"T", 0, cell(step, index)}, {from});
        }
    }
    return graph;
}

ProgramModel heat_model() {
    ProgramModel program;
    program.loops = heat;
    program.taps = heat_taps;
    return program;
}

Comparison heat_compared(const std::string& reference, const std::string& candidate,
                         const ProgramModel& program = heat_model()) {
    return compare(parse_trace(reference, "reference", "", program.loops),
                   parse_trace(candidate, "candidate", "", program.loops), program, heat_graph(),
                   {});
}

} // namespace

TEST_CASE("Loops: found by name, at most twelve, each name once") {
    Loops loops = heat;
    CHECK(loops.find("step") == 2);
    CHECK(loops.find("cell") == 3);
    CHECK(loops.find("phi_tic") == -1);
    for (int i = 4; i < static_cast<int>(most_loops); ++i) {
        CHECK(loops.add({"loop" + std::to_string(i)}) == i);
    }
    CHECK(loops.add({"one too many"}) == -1);
    CHECK_THROWS_AS(Loops({"y"}, {"x"}, {{"x"}}), InternalError);
}

TEST_CASE("native 2: a header declares loops of any name, and no pixel is needed") {
    const std::string text = heat_trace(0);
    CHECK(text.substr(0, text.find('\n')) ==
          "TAPIR_TRACE format=2 program=heat loops=step,cell records=12");
    CHECK(text.find("flux [W] step=1 cell=1 : -0.5\n") != std::string::npos);
    const TraceFile file = parse_trace(text, "heat", "");
    CHECK(file.problems.empty());
    CHECK(file.truncation.empty());
    CHECK(file.pixels.empty());
    REQUIRE(file.records.size() == 12);
    CHECK(file.records.back().site == cell(2, 1));
}

TEST_CASE("native 2: a program with pixels says which loops they are") {
    const Loops camera({"y"}, {"x"}, {{"frame"}});
    NativeSink sink(camera);
    Site site(Pixel{3, 4});
    site[2] = 1;
    const double value = 0.25;
    sink.record(temperature, site, {&value, 1});
    NativeHeader header;
    header.program = "camera";
    header.pixels = {{3, 4}};
    const std::string text = sink.finish(header);
    CHECK(text.find(" loops=y:row,x:column,frame pixels=3,4 ") != std::string::npos);
    CHECK(text.find("T [K] y=3 x=4 frame=1 : 0.25\n") != std::string::npos);
    const TraceFile file = parse_trace(text, "camera", "");
    CHECK(file.problems.empty());
    CHECK(file.pixels == std::vector<Pixel>{{3, 4}});
    CHECK(file.records.front().site == site);
}

TEST_CASE("native 2: what a header does not declare, or declares badly, is a problem") {
    const std::string good = heat_trace(0);
    for (const auto& [from, to] : {std::pair{"loops=step,cell", "loops=step"},
                                   {"loops=step,cell", "loops=step,step,cell"},
                                   {"loops=step,cell", "loops=step:depth,cell"},
                                   {"loops=step,cell ", ""},
                                   {"loops=step,cell", "loops=a,b,c,d,e,f,g,h,i,j,k,step,cell"},
                                   {"format=2", "format=3"},
                                   {"format=2", "format=1"}}) {
        std::string bad = good;
        bad.replace(bad.find(from), std::string(from).size(), to);
        CAPTURE(to);
        CHECK_FALSE(parse_trace(bad, "bad", "").problems.empty());
        CHECK(heat_compared(good, bad).verdict == Verdict::not_comparable);
    }
}

TEST_CASE("native 1: the eight loops it knows are written as ever") {
    NativeSink sink(nest::loops());
    const double value = 1;
    sink.record(temperature, Place{.slow = 1, .fast = 2, .phi_tic = 3}, {&value, 1});
    NativeHeader header;
    header.pixels = {{1, 2}};
    const std::string text = sink.finish(header);
    CHECK(text.find("TAPIR_TRACE format=1 ") == 0);
    CHECK(text.find("loops=") == std::string::npos);
}

TEST_CASE(
    "compare: a program's own loops are those a root is told by, and nothing speaks of a pixel") {
    const Comparison result = heat_compared(heat_trace(0), heat_trace(0.125));
    CHECK(result.verdict == Verdict::divergence);
    REQUIRE(result.roots.size() == 1);
    CHECK(result.roots.front().tap == "flux");
    CHECK(to_text(result.roots.front().site, result.loops) == "step=1 cell=1");
    CHECK(result.roots.front().explains == 1);
    CHECK(heat_compared(heat_trace(0), heat_trace(0)).verdict == Verdict::parity);
}

TEST_CASE("compare: loops of one name are one, in whatever order a trace declares them") {
    CHECK(heat_compared(heat_trace(0), heat_trace(0, true)).verdict == Verdict::parity);
    CHECK(heat_compared(heat_trace(0, true), heat_trace(0)).verdict == Verdict::parity);
    const Comparison result = heat_compared(heat_trace(0), heat_trace(0.125, true));
    CHECK(result.verdict == Verdict::divergence);
    REQUIRE_FALSE(result.roots.empty());
    CHECK(to_text(result.roots.front().site, result.loops) == "step=1 cell=1");
}

TEST_CASE("compare: loops that the model does not know are taken from the traces") {
    ProgramModel unknown;
    unknown.taps = heat_taps;
    const Comparison result = heat_compared(heat_trace(0), heat_trace(0.125), unknown);
    CHECK(result.verdict == Verdict::divergence);
    REQUIRE_FALSE(result.roots.empty());
    CHECK(to_text(result.roots.front().site, result.loops) == "step=1 cell=1");
}

TEST_CASE("compare: a whole step that one side lacks is told by the loop's name") {
    NativeSink sink(heat);
    const double value = 1;
    for (int step = 0; step < 2; ++step) {
        sink.record(flux, cell(step, 0), {&value, 1});
    }
    NativeSink more(heat);
    for (int step = 0; step < 3; ++step) {
        more.record(flux, cell(step, 0), {&value, 1});
    }
    NativeHeader header;
    header.program = "heat";
    const Comparison result = heat_compared(more.finish(header), sink.finish(header));
    CHECK(result.verdict == Verdict::divergence);
    REQUIRE_FALSE(result.roots.empty());
    CHECK(result.roots.front().key == "step");
    CHECK(result.roots.front().evidence == Evidence{{Rule::steps_missing,
                                                     WhichSide::candidate,
                                                     {Count{1}, "step(s)", "step", Count{2}}}});
}
