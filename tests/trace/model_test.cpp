#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

#include "tapir/trace/base/error.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/model/formula_units.hpp"
#include "tapir/trace/model/model_names.hpp"
#include "tapir/trace/model/model_oracle.hpp"
#include "tapir/trace/verdict/audit.hpp"
#include "tapir/trace/verdict/compare.hpp"

using namespace tapir;
using namespace tapir::trace;

namespace {

/// A running total: y grows by the rate times x at each step.
ModelText running_total_text() {
    ModelText text;
    text.loops = {{"step"}};
    text.taps = {{"rate", "1/s"}, {"x", "m", "", 1, {"step"}}, {"y", "m/s", "", 1, {"step"}}};
    text.stages = {{"y", "y[step-1] + rate * x"}};
    return text;
}

std::unique_ptr<Model> made_model(ModelText text) {
    return std::make_unique<Model>(std::move(text), "model.json");
}

TraceFile text_trace(const std::string& lines, const Model& model) {
    return parse_trace(lines, "trace", "", model.program().loops);
}

TraceFile read_by(const std::string& lines, const Model& model, const char* side = "") {
    NamedTrace named = read_by_model(text_trace(lines, model), model, side);
    CAPTURE(named.refusal);
    REQUIRE(named.refusal.empty());
    return std::move(named.file);
}

std::string refusal_of(const std::string& lines, const Model& model) {
    return read_by_model(text_trace(lines, model), model, "").refusal;
}

std::string problem_of(ModelText text) {
    try {
        static_cast<void>(made_model(std::move(text)));
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// y = 1, then 1 + 2 * 0.5 * step; x = 0.5 * step.
const std::string sound = "TRACE_C: rate 2\n"
                          "TRACE_C_ALL step=0 x=0.5 y=1\n"
                          "TRACE_C_ALL step=1 x=0.75 y=2.5\n"
                          "TRACE_C_ALL step=2 x=1.25 y=5\n"
                          "TRACE_C_ALL step=3 x=0.125 y=5.25\n";

std::string with(std::string text, const std::string& old_part, const std::string& new_part) {
    const std::size_t at = text.find(old_part);
    REQUIRE(at != std::string::npos);
    return text.replace(at, old_part.size(), new_part);
}

Comparison compared(const std::string& reference, const std::string& candidate,
                    const Model& model) {
    const TraceFile one = read_by(reference, model, "reference");
    const TraceFile other = read_by(candidate, model, "candidate");
    const ModelOracle oracle(model, {&one, &other});
    return compare(one, other, model.program(), oracle.lineage(), {}, &oracle);
}

Comparison audited(const std::string& lines, const Model& model) {
    const TraceFile file = read_by(lines, model);
    return audit(file, model.program(), ModelOracle(model, {&file}));
}

} // namespace

TEST_CASE("model: a fault in a chain is one root, and the rest follows from it") {
    const auto model = made_model(running_total_text());
    CHECK(compared(sound, sound, *model).verdict == Verdict::parity);
    // y is 0.5 too large from step 2 on: only there it does not follow
    const std::string faulty = with(with(sound, "y=5\n", "y=5.5\n"), "y=5.25", "y=5.75");
    for (const bool turned : {false, true}) {
        CAPTURE(turned);
        const Comparison result =
            turned ? compared(faulty, sound, *model) : compared(sound, faulty, *model);
        CHECK(result.verdict == Verdict::divergence);
        REQUIRE(result.roots.size() == 1);
        CHECK(result.roots[0].tap == "y");
        CHECK(to_text(result.roots[0].site, model->program().loops) == "step=2");
        CHECK(result.roots[0].sites == 1);
        CHECK(result.roots[0].side == (turned ? WhichSide::reference : WhichSide::candidate));
        CHECK(result.roots[0].explains == 1); // step 3
    }
}

TEST_CASE("model: an input that differs is a root, beside a stage that does") {
    const auto model = made_model(running_total_text());
    // x differs at step 1, y follows from it, and at step 3 y is wrong besides
    const std::string faulty =
        with(with(with(with(sound, "x=0.75", "x=1"), "y=2.5", "y=3"), "y=5\n", "y=5.5\n"), "y=5.25",
             "y=7");
    const Comparison result = compared(sound, faulty, *model);
    CHECK(result.verdict == Verdict::divergence);
    std::vector<std::string> taps;
    for (const RootCause& root : result.roots) {
        taps.push_back(root.tap + " " + to_text(root.site, model->program().loops));
    }
    std::sort(taps.begin(), taps.end());
    CHECK(taps == std::vector<std::string>{"x step=1", "y step=3"});
}

TEST_CASE("model: attestation asks each formula, and an edge is an input") {
    const auto model = made_model(running_total_text());
    const Comparison green = audited(sound, *model);
    CHECK(green.verdict == Verdict::parity);
    CHECK(green.planted > 0);
    CHECK(green.caught == green.planted);
    const Comparison red = audited(with(sound, "y=5\n", "y=5.5\n"), *model);
    CHECK(red.verdict == Verdict::divergence);
    // where the rate is not there, no formula can be asked, and nothing is green
    const Comparison nothing = audited(with(sound, "TRACE_C: rate 2\n", ""), *model);
    CHECK(nothing.verdict == Verdict::not_comparable);
    CHECK(nothing.reason == VerdictReason::nothing_to_audit);

    const TraceFile file = read_by(sound, *model);
    const std::vector<AskedFormula> asked = ModelOracle(*model, {&file}).asked();
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].records == 4);
    CHECK(asked[0].asked == 3); // step 0 has nothing before it
}

TEST_CASE("model: both sides with one fault are not silently green") {
    const auto model = made_model(running_total_text());
    const std::string faulty = with(with(sound, "y=5\n", "y=5.5\n"), "y=5.25", "y=5.75");
    const Comparison result = compared(faulty, faulty, *model);
    CHECK(result.verdict == Verdict::parity); // they agree
    CHECK(result.shared.size() == 1);         // and it is said that the formula does not
}

TEST_CASE("model: what nobody prints is computed on the way") {
    ModelText text = running_total_text();
    text.taps.push_back({"gain", "m/s", "", 1, {"step"}});
    text.stages = {{"gain", "rate * x"}, {"y", "y[step-1] + gain"}};
    const auto model = made_model(std::move(text));
    CHECK(compared(sound, sound, *model).verdict == Verdict::parity);
    const Comparison result =
        compared(sound, with(with(sound, "y=5\n", "y=5.5\n"), "y=5.25", "y=5.75"), *model);
    REQUIRE(result.roots.size() == 1);
    CHECK(to_text(result.roots[0].site, model->program().loops) == "step=2");
}

TEST_CASE("model: where only feeds are known, roots follow the lineage") {
    ModelText text = running_total_text();
    text.stages = {{"y", "", {"y[step-1]", "rate", "x"}}};
    const auto model = made_model(std::move(text));
    const Comparison result =
        compared(sound, with(with(sound, "y=5\n", "y=5.5\n"), "y=5.25", "y=5.75"), *model);
    REQUIRE(result.roots.size() == 1);
    CHECK(to_text(result.roots[0].site, model->program().loops) == "step=2");
    CHECK(result.roots[0].explains == 1);
}

TEST_CASE("model: a value that is computed from itself is refused by name") {
    ModelText text = running_total_text();
    text.stages = {{"y", "rate * x + y"}};
    const auto model = made_model(std::move(text));
    const TraceFile file = read_by(sound, *model);
    CHECK_THROWS_WITH_AS(ModelOracle(*model, {&file}),
                         doctest::Contains("the formulas compute y (step=0) from y (step=0)"),
                         InputError);
}

TEST_CASE("model: a sum is asked only where all its passes are there") {
    ModelText text;
    text.loops = {{"cell", ModelLoop::Role::none, "4"}};
    text.taps = {{"m", "kg", "", 1, {"cell"}}, {"total", "kg"}};
    text.stages = {{"total", "sum(cell, m)"}};
    const auto model = made_model(text);
    const std::string all = "TRACE_C_M cell=0 m=1\nTRACE_C_M cell=1 m=2\nTRACE_C_M cell=2 m=3\n"
                            "TRACE_C_M cell=3 m=4\nTRACE_C: total 10\n";
    CHECK(audited(all, *model).verdict == Verdict::parity);
    CHECK(audited(with(all, "total 10", "total 11"), *model).verdict == Verdict::divergence);
    const std::string some = with(all, "TRACE_C_M cell=3 m=4\n", "");
    CHECK(audited(some, *model).reason == VerdictReason::nothing_to_audit); // not 6 against 10
}

TEST_CASE("model: names, units and loops of another program are the model's") {
    ModelText text;
    text.loops = {{"step"}, {"cell"}};
    text.taps = {{"dx", "m"}, {"T", "K", "", 1, {"step", "cell"}}, {"v", "m/s", "", 3, {"step"}}};
    text.printed.resize(6);
    text.printed[0].key = "cell_mm";
    text.printed[0].tap = "dx";
    text.printed[0].unit = "mm";
    text.printed[1].key = "temps";
    text.printed[1].tap = "T";
    text.printed[1].unit = "degC";
    text.printed[1].along = "cell";
    for (std::size_t i = 0; i < 3; ++i) {
        text.printed[2 + i].key = "v" + std::string(1, static_cast<char>('x' + i));
        text.printed[2 + i].tap = "v";
        text.printed[2 + i].component = static_cast<int>(i);
    }
    text.printed[5].key = "v_cgs";
    text.printed[5].tap = "v";
    text.printed[5].factor = 0.01;
    const auto model = made_model(std::move(text));
    // a line that only counts holds for those behind it; values run along the cells
    const TraceFile file =
        read_by("TRACE_C: cell_mm 2.5\nTRACE_C: step 3\nTRACE_C: temps 20 25 30.5\n"
                "TRACE_C: vx 1\nTRACE_C: vy 2\nTRACE_C: vz 3\nTRACE_C: step 4\n"
                "TRACE_C: v_cgs 100 -200 50\n",
                *model);
    REQUIRE(file.records.size() == 6);
    CHECK(file.records[0].values[0].number == 0.0025);
    CHECK(file.records[3].key == "T");
    CHECK(file.records[3].unit == "K");
    CHECK(file.records[3].values[0].number == 303.65);
    CHECK(to_text(file.records[3].site, file.loops) == "step=3 cell=2");
    REQUIRE(file.records[4].values.size() == 3);
    CHECK(file.records[4].values[2].number == 3);
    CHECK(file.records[5].values[1].number == -2);
    CHECK(to_text(file.records[5].site, file.loops) == "step=4");
}

TEST_CASE("model: what cannot be read by it is refused with a sentence, never green") {
    ModelText text;
    text.loops = {{"step"}};
    text.taps = {{"r", "AU", "", 1, {"step"}}, {"v", "m/s", "", 2}};
    const auto model = made_model(std::move(text));
    CHECK(refusal_of("TRACE_C: other 1\n", *model) ==
          "The model names nothing of what trace prints: other.");
    CHECK(has(refusal_of("TRACE_C: v 1 2 3\n", *model), "has 2 component(s)"));
    CHECK(has(refusal_of("TRACE_C_V step=1 v=1\n", *model), "does not live"));
    NamedTrace lacking = read_by_model(text_trace("TRACE_C: v 1\n", *model), *model, "");
    require_components({&lacking});
    CHECK(has(lacking.refusal, "Component 1 of 'v' is printed nowhere"));

    const std::string native = "TAPIR_TRACE format=2 program=p version=1 loops=step records=1\n"
                               "r [K] step=0 : 5\n";
    TraceFile file = parse_trace(native, "trace", "", model->program().loops);
    CHECK(has(read_by_model(file, *model, "").refusal,
              "prints 'r' in K, and the model's tap 'r' is in AU: K measures a temperature and AU "
              "measures a length"));
}

TEST_CASE("model: a model that contradicts itself is refused with its place") {
    ModelText text = running_total_text();
    text.taps.push_back({"x", "m"});
    CHECK(has(problem_of(text), "/taps/3/key: names 'x' once more"));
    text = running_total_text();
    text.taps[1].loops = {"stp"};
    CHECK(has(problem_of(text), "Did you mean 'step'?"));
    text = running_total_text();
    text.stages.push_back(text.stages[0]);
    CHECK(has(problem_of(text), "/stages/1/tap: 'y' has a stage before"));
    text = running_total_text();
    text.printed.resize(1);
    text.printed[0].key = "xx";
    text.printed[0].tap = "x";
    text.printed[0].unit = "K";
    CHECK(has(problem_of(text), "/printed/0/unit: 'K' cannot be converted into the unit of 'x', m "
                                "(K measures a temperature and m measures a length)"));
    text = running_total_text();
    text.loops.push_back({"row", ModelLoop::Role::row});
    CHECK(has(problem_of(text), "a row without a column"));
}

TEST_CASE("model: a formula of another unit than its tap is found") {
    const auto problems = [](const std::string& formula, const char* unit = "m/s") {
        ModelText text = running_total_text();
        text.taps[2].unit = unit;
        text.stages = {{"y", formula}};
        const std::vector<UnitProblem> all = unit_problems(*made_model(std::move(text)));
        return all.empty() ? std::string() : all.front().problem;
    };
    CHECK(problems("y[step-1] + rate * x").empty());
    CHECK(problems("2 * rate * x + 0").empty());
    CHECK(problems("sqrt(x^2) * rate").empty());
    CHECK(problems("rate * x", "km/h") == "its formula gives 3.6 times the tap's unit km/h");
    CHECK(has(problems("rate / x"), "its formula gives m^-1 s^-1, and the tap is in m/s"));
    CHECK(has(problems("x + rate"), "'x' is in m and 'rate' in s^-1"));
    CHECK(has(problems("sin(x) * rate * x"), "the argument of sin is a pure number"));
    CHECK(problems("rate * x", "furlong").empty()); // nobody knows
}
