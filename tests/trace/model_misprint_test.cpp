#include <doctest/doctest.h>

#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/model/model_names.hpp"
#include "tapir/trace/model/model_oracle.hpp"
#include "tapir/trace/verdict/compare.hpp"

using namespace tapir::trace;

namespace {

/// A running total, y, of the rate times x.
Model running_total() {
    ModelText text;
    text.loops = {{"step"}};
    text.taps = {{"rate", "1/s"}, {"x", "m", "", 1, {"step"}}, {"y", "m/s", "", 1, {"step"}}};
    text.stages = {{"y", "y[step-1] + rate * x"}};
    return Model(std::move(text), "model.json");
}

/// What a program prints whose y is so much at steps 2 and 3: 5 and 5.25 are right.
TraceFile printed(const Model& model, const std::string& y_2, const std::string& y_3) {
    const TraceFile file = parse_trace("TRACE_C: rate 2\n"
                                       "TRACE_C_ALL step=0 x=0.5 y=1\n"
                                       "TRACE_C_ALL step=1 x=0.75 y=2.5\n"
                                       "TRACE_C_ALL step=2 x=1.25 y=" +
                                           y_2 + "\nTRACE_C_ALL step=3 x=0.125 y=" + y_3 + "\n",
                                       "trace", "", model.program().loops);
    return read_by_model(file, model, "").file;
}

/// The comparison of a trace with a sound one, in whose place it stands or which it is held to.
Comparison compared(const std::string& y_2, const std::string& y_3, WhichSide side) {
    const Model model = running_total();
    const TraceFile sound = printed(model, "5", "5.25");
    const TraceFile faulty = printed(model, y_2, y_3);
    const TraceFile& reference = side == WhichSide::reference ? faulty : sound;
    const TraceFile& candidate = side == WhichSide::reference ? sound : faulty;
    const ModelOracle oracle(model, {&reference, &candidate});
    return compare(reference, candidate, model.program(), oracle.lineage(), {}, &oracle);
}

} // namespace

TEST_CASE("misprint: what a side does not go on with is one of the tracer, whichever side it is") {
    for (const WhichSide side : {WhichSide::candidate, WhichSide::reference}) {
        CAPTURE(to_text(side));
        const Comparison result = compared("5.5", "5.25", side);
        CHECK(result.verdict == Verdict::not_attested);
        CHECK(result.reason == VerdictReason::tracer);
        REQUIRE(result.roots.size() == 1);
        CHECK(result.roots[0].tap == "y");
        CHECK(result.roots[0].cause_class == CauseClass::tracer);
        CHECK(result.roots[0].side == side);
    }
}

TEST_CASE("misprint: what a side goes on with is a fault of its computation, on either side") {
    for (const WhichSide side : {WhichSide::candidate, WhichSide::reference}) {
        CAPTURE(to_text(side));
        const Comparison result = compared("5.5", "5.75", side);
        CHECK(result.verdict == Verdict::divergence);
        REQUIRE(result.roots.size() == 1);
        CHECK(result.roots[0].cause_class != CauseClass::tracer);
        CHECK(result.roots[0].side == side);
    }
}
