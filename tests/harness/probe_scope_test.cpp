#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <tuple>

#include "native_traces.hpp"
#include "probed.hpp"
#include "program.hpp"

namespace tapir::test {

namespace {

/// A native trace of version 2 with these records.
std::string heat_trace(const ScratchFolder& scratch, const std::string& name,
                       const std::string& fields, const std::string& records) {
    const auto lines = std::count(records.begin(), records.end(), '\n');
    return scratch.write(name, "TAPIR_TRACE format=2 program=heat loops=step" + fields +
                                   " records=" + std::to_string(lines) + "\n" + records +
                                   "TAPIR_END records=" + std::to_string(lines) +
                                   " sha256=" + sha256_hex(records) + "\n");
}

constexpr const char* all_records = "T [K] step=0 : 293.25\nflux [W] step=0 : 12.5\n"
                                    "T [K] step=1 : 294.5\nflux [W] step=1 : 11.75\n";

/// Compares a trace of T and flux with one that watches some keys.
Outcome compare(const std::string& watched, const std::string& records,
                const std::string& options = "") {
    const ScratchFolder scratch;
    const std::string reference = heat_trace(scratch, "all.trace", "", all_records);
    const std::string candidate = heat_trace(scratch, "some.trace", " watched=" + watched, records);
    return run_program("diff " + reference + " " + candidate + options);
}

} // namespace

TEST_CASE("probe scope: what the candidate does not watch is counted and named, and no departure") {
    const Outcome diff = compare("T", "T [K] step=0 : 293.25\nT [K] step=1 : 294.5\n");
    CAPTURE(diff.output);
    CHECK(diff.exit_code == 0);
    CHECK(contains(diff.output, "All 2 compared values agree"));
    CHECK(contains(diff.output, "1 of the reference's are not watched by the candidate: flux"));
    const Outcome complete =
        compare("T", "T [K] step=0 : 293.25\nT [K] step=1 : 294.5\n", " --complete");
    CHECK(complete.exit_code == 3);
}

TEST_CASE("probe scope: of the reference as well") {
    const ScratchFolder scratch;
    const std::string one = heat_trace(scratch, "T.trace", " watched=T",
                                       "T [K] step=0 : 293.25\nT [K] step=1 : 294.5\n");
    const Outcome diff =
        run_program("diff " + one + " " + heat_trace(scratch, "all.trace", "", all_records));
    CAPTURE(diff.output);
    CHECK(diff.exit_code == 0);
    CHECK(contains(diff.output, "1 of the candidate's are not watched by the reference: flux"));
}

TEST_CASE("probe scope: a key that is watched and has no record is missing") {
    for (const char* records : {"T [K] step=0 : 293.25\nT [K] step=1 : 294.5\n",
                                "T [K] step=0 : 293.25\nflux [W] step=0 : 12.5\n"
                                "T [K] step=1 : 294.5\n"}) {
        const Outcome diff = compare("T;flux", records);
        CAPTURE(diff.output);
        CHECK(diff.exit_code == 1);
        CHECK(contains(diff.output, "flux (step=1"));
    }
}

TEST_CASE("probe scope: a header that does not say which keys it watches is not read") {
    const std::string one = "T [K] step=0 : 293.25\nT [K] step=1 : 294.5\n";
    for (const auto& [watched, records, said] :
         {std::tuple{"T", std::string(all_records), "'flux' is none of the keys"},
          std::tuple{"T;T", one, "does not state which keys it watches"},
          std::tuple{"T;", one, "does not state which keys it watches"}}) {
        CAPTURE(watched);
        const Outcome diff = compare(watched, records);
        CAPTURE(diff.output);
        CHECK(diff.exit_code == 3);
        CHECK(contains(diff.output, said));
    }
}

TEST_CASE("probe scope: every shipped probe file is read") {
    for (const char* name : {"nanobragg-c", "nanobragg-c-statements", "nanobragg-pytorch"}) {
        CAPTURE(name);
        const ScratchFolder scratch;
        const Outcome run = run_program("probe --probes " + std::string(name) + " --pixel 1 2" +
                                        " --out " + scratch.file("trace") + " -- ./not_there");
        CAPTURE(run.output);
        CHECK(run.exit_code != 0);
        CHECK_FALSE(contains(run.output, "is read strictly"));
        CHECK_FALSE(contains(run.output, "cannot be read"));
    }
}

namespace {

constexpr const char* layers = R"(#include <stdio.h>
static double half(double x) { return x / 2; }
int main(void) {
    double depth = 8, sum = 0, scratch = 0, table[2][3] = {{1, 2, 3}, {4, 5, 6}};
    int reached = 0;
    depth = half(depth);
    depth = half(depth);
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 2; ++j) {
            scratch = table[j][i];
            if (scratch > 5) continue;
            if (i > 0) sum += scratch;
        }
        if (reached) depth = 0;
    }
    printf("%g %g\n", sum, depth);
    return 0;
}
)";

constexpr const char *layer_probes = R"({"format": "tapir-probe", "version": 1,
  "program": "layers", "loops": [{"name": "i", "variable": "i"}, {"name": "j", "variable": "j"}],
  "taps": [
    {"key": "first", "unit": "1", "where": {"function": "main", "pattern": "depth = half(depth)",
                     "read" : "before", "occurrence" : 1
}
, "expression" : "depth"
},
    {"key": "second", "unit": "1", "where": {"function": "main", "assigns": "depth", "occurrence": 3}},
    {"key": "sum", "unit": "1", "loops": ["i", "j"], "where": {"function": "main", "pattern": "if (i > 0) sum", "read": "after"}, "expression": "sum"},
    {"key": "scratch", "unit": "1", "loops": ["i", "j"], "inherits": false, "where": {"function": "main", "assigns": "scratch", "pattern": "table"}},
    {"key": "entry", "unit": "1", "loops": ["j"], "once": true, "where": {"function": "main", "assigns": "scratch", "pattern": "table"}},
    {"key": "never", "unit": "1", "optional": true, "where": {"function": "main", "assigns": "depth", "pattern": "if (reached)"}}
  ]
})";

} // namespace

TEST_CASE("probe places: by their number, before a line runs and after it, once, or perhaps not") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    const ScratchFolder scratch;
    const std::string program = compiled(scratch.file(""), "layers.c", layers);
    const std::string probes = scratch.write("probes.json", layer_probes);
    const Outcome run = run_program("probe --probes " + probes + " --at i=1 --out " +
                                    scratch.file("trace") + " -- " + program);
    CAPTURE(run.output);
    CHECK(run.exit_code == 0);
    const std::string trace = text_of(scratch.file("trace"));
    CAPTURE(trace);
    for (const char* line : {"first [1] : 8", "second [1] : 2", "sum [1] i=1 j=0 : 2",
                             "sum [1] i=1 j=1 : 7", "scratch [1] i=1 j=1 : 5", "entry [1] j=0 : 1",
                             "entry [1] j=1 : 4", "inherited.sum [1] i=1 : 0"}) {
        CAPTURE(line);
        CHECK(contains(trace, std::string("\n") + line + "\n"));
    }
    CHECK_FALSE(contains(trace, "inherited.scratch"));
    CHECK_FALSE(contains(trace, "pass="));
    CHECK_FALSE(contains(trace, "never"));
    CHECK(contains(trace, " watched=first;second;sum;scratch;entry;inherited.sum "));
    const Outcome last = run_program("probe --probes " + probes + " --at i=2 --out " +
                                     scratch.file("last") + " -- " + program);
    CAPTURE(last.output);
    CHECK(contains(text_of(scratch.file("last")), "\nsum [1] i=2 j=0 : 10\n"));
    CHECK_FALSE(contains(text_of(scratch.file("last")), "sum [1] i=2 j=1")); // it went on before
    const std::string fourth = scratch.write(
        "fourth.json", with_fault(layer_probes, R"("occurrence": 3)", R"("occurrence": 9)"));
    const Outcome none = run_program("probe check " + fourth + " -- " + program);
    CHECK(none.exit_code == 2);
    CHECK(contains(none.output, "of lines that fit there are"));
}

TEST_CASE("probe axes: a tensor's elements are records of the loops that its axes stand for") {
    const ScratchFolder scratch;
    const std::string program = scratch.write("plane.py", "def run():\n"
                                                          "    plane = [[1.5, 2.5], [3.5, 4.5]]\n"
                                                          "    total = sum(map(sum, plane))\n"
                                                          "    print(total)\n"
                                                          "run()\n");
    const std::string probes = scratch.write("probes.json", R"({"format": "tapir-probe",
      "version": 1, "program": "plane", "backend": "python",
      "loops": [{"name": "y", "role": "row", "axis": true},
                {"name": "x", "role": "column", "axis": true}, {"name": "layer", "axis": true}],
      "taps": [{"key": "plane", "unit": "K", "loops": ["y", "x", "layer"],
                "where": {"function": "run", "assigns": "plane"}, "expression": "plane[y][x]"}]})");
    const std::string start = "probe --probes " + probes + " --out " + scratch.file("trace");
    REQUIRE(run_program(start + " -- python3 " + program).exit_code == 0);
    const std::string all = text_of(scratch.file("trace"));
    CAPTURE(all);
    CHECK(contains(all, "\nplane [K] y=0 x=1 layer=0 : 2.5\nplane [K] y=1 x=0 layer=0 : 3.5\n"));
    REQUIRE(run_program(start + " --pixel 1 1 -- python3 " + program).exit_code == 0);
    const std::string one = text_of(scratch.file("trace"));
    CAPTURE(one);
    CHECK(contains(one, "\nplane [K] y=1 x=1 layer=0 : 4.5\n"));
    CHECK(contains(one, " pixels=1,1 watched=plane "));
    CHECK(contains(one, " records=1\n"));
    const std::string other =
        scratch.write("gdb.json", with_fault(text_of(probes), R"("python")", R"("gdb")"));
    CHECK(run_program("probe check " + other + " -- " + program).exit_code == 2);
}

} // namespace tapir::test
