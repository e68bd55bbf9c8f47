#include <doctest/doctest.h>

#include <array>

#include "program.hpp"
#include "tapir/trace/format/native_format.hpp"

using namespace tapir;
using namespace tapir::test;

/// Traces of a program that nobody described: native version 2, without a model.
namespace {

/// Three steps of two cells of a quantity. @param scale  of all numbers, for another unit
std::string trace_in(const char* unit, double scale, double wrong = 0) {
    const trace::Loops loops({"slow"}, {"fast"}, {{"step"}, {"cell"}});
    const trace::TapSpec x{"x", 1, unit, trace::loop_bit(2) | trace::loop_bit(3), ""};
    trace::NativeSink sink(loops);
    for (int step = 0; step < 3; ++step) {
        for (int cell = 0; cell < 2; ++cell) {
            trace::Site site;
            site[2] = step;
            site[3] = cell;
            const double value =
                scale * (1 + 1.5 * step + cell + (step == 1 && cell == 1 ? wrong : 0));
            sink.record(x, site, {&value, 1});
        }
    }
    trace::NativeHeader header;
    header.program = "demo";
    return sink.finish(header);
}

Outcome diff(const ScratchFolder& scratch, const std::string& one, const std::string& other) {
    return run_program("diff " + scratch.write("one.trace", one) + " " +
                       scratch.write("other.trace", other));
}

} // namespace

TEST_CASE("declared: traces of a program that nobody described are compared in their own words") {
    const ScratchFolder scratch;
    const Outcome same = diff(scratch, trace_in("m", 1), trace_in("m", 1));
    CHECK(same.exit_code == 0);
    CHECK(contains(same.output, "the keys x and the loops"));
    const Outcome wrong = diff(scratch, trace_in("m", 1), trace_in("m", 1, 0.25));
    CHECK(wrong.exit_code == 1);
    CHECK(contains(wrong.output, "at step=1 cell=1"));
    CHECK(contains(wrong.output, "[m]"));
    CHECK(contains(wrong.output, "its lineage is not known"));
    CHECK_FALSE(contains(wrong.output, "slow"));
}

TEST_CASE("declared: the unit written is the unit meant") {
    const ScratchFolder scratch;
    const Outcome millimetres = diff(scratch, trace_in("m", 1), trace_in("mm", 1000));
    CHECK(millimetres.exit_code == 0);
    CHECK(contains(millimetres.output, "mm converted into m"));
    CHECK(diff(scratch, trace_in("m", 1), trace_in("mm", 1000, 0.25)).exit_code == 1);
    CHECK(diff(scratch, trace_in("m", 1), trace_in("mm", 1)).exit_code == 1);
    const Outcome kelvin = diff(scratch, trace_in("m", 1), trace_in("K", 1));
    CHECK(kelvin.exit_code == 3);
    CHECK(contains(kelvin.output, "measures a temperature"));
}

TEST_CASE("declared: what only one side has is missing or extra") {
    const ScratchFolder scratch;
    const std::string more = trace_in("m", 1);
    const trace::Loops loops({"slow"}, {"fast"}, {{"step"}, {"cell"}});
    trace::NativeSink sink(loops);
    const trace::TapSpec y{"y", 1, "1", trace::no_loops, ""};
    const double value = 3;
    sink.record(y, {}, {&value, 1});
    trace::NativeHeader header;
    header.program = "demo";
    CHECK(diff(scratch, more, sink.finish(header)).exit_code != 0);
}
