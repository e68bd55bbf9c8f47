#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "probed.hpp"
#include "program.hpp"

namespace tapir::test {

namespace {

/// A C program whose statements are of every awkward kind.
constexpr const char* awkward = R"(#include <complex.h>
#include <stdio.h>
#include <stdlib.h>
struct point { double x, y, z; int tag; };
static float single = 0;
static void fill(double *to, double value) { to[0] = value; to[1] = value / 3; }
int main(int argc, char **argv) {
    long double wide = 0;
    double complex wave = 0;
    double table[3][4], pair[2], last = 0, sum;
    struct point p, q, *at = &q;
    unsigned char byte = 0;
    long long whole = 0;
    for (int i = 0; i < 4; ++i) {
        wide = 1.0L + i;
        wave = i + 2.0 * i * I;
        table[i % 3][i] = i * 0.1;
        fill(pair, i);
        p.x = i; p.y = 2 * i; p.z = 3 * i;
        q = p;
        at->tag = i - 7;
        if (i == 2) last = i + 0.5;
        sum = 0; for (int k = 0; k < 5; ++k) sum += k * i;
        byte = (unsigned char)(250 + i);
        whole = -5000000000LL * i;
        single = i / 3.0f;
        if (i > 0) { last = last + 1; }
    }
    printf("%s %g %lld\n", argc > 1 ? argv[argc - 1] : "none", last + sum, whole + byte);
    return argc > 3 ? abort(), 0 : 5;
}
)";

constexpr const char* awkward_probes = R"({"format": "tapir-probe", "version": 1,
  "program": "awkward", "loops": [{"name": "i", "variable": "i", "function": "main"}],
  "taps": [
    {"key": "wide", "unit": "1", "loops": ["i"], "where": {"function": "main", "assigns": "wide", "pattern": "1.0L"}},
    {"key": "wave", "unit": "1", "loops": ["i"], "components": 2, "where": {"function": "main", "assigns": "wave", "pattern": "I"}},
    {"key": "table", "unit": "1", "loops": ["i"], "where": {"function": "main", "assigns": "table"}, "expression": "table[i - i / 3 * 3][i]"},
    {"key": "pair", "unit": "1", "loops": ["i"], "components": 2, "where": {"function": "main", "pattern": "fill(pair"}, "expression": "pair"},
    {"key": "x", "unit": "1", "loops": ["i"], "where": {"function": "main", "assigns": "p.x"}},
    {"key": "copy", "unit": "1", "loops": ["i"], "where": {"function": "main", "assigns": "q", "pattern": "q = p"}, "expression": ["q.x", "q.y", "q.z"]},
    {"key": "tag", "unit": "1", "loops": ["i"], "where": {"function": "main", "assigns": "at->tag"}, "expression": "at->tag"},
    {"key": "last", "unit": "1", "loops": ["i"], "where": {"function": "main", "assigns": "last", "pattern": "i + 0.5"}},
    {"key": "more", "unit": "1", "loops": ["i"], "where": {"function": "main", "assigns": "last", "pattern": "last + 1"}},
    {"key": "byte", "unit": "1", "loops": ["i"], "where": {"function": "main", "assigns": "byte", "pattern": "250"}},
    {"key": "whole", "unit": "1", "loops": ["i"], "where": {"function": "main", "assigns": "whole", "pattern": "5000"}},
    {"key": "single", "unit": "1", "loops": ["i"], "where": {"function": "main", "assigns": "single"}}
  ]})";

/// Probes a text of C. @param from, to  replaced in the awkward probes
Outcome probe_awkward(const ScratchFolder& scratch, const std::string& arguments,
                      const std::string& probes = awkward_probes,
                      const std::string& options = "-O0 -g", const std::string& source = awkward) {
    const std::string program = compiled(scratch.file(""), "awkward.c", source, options);
    REQUIRE_FALSE(program.empty());
    return run_program("probe --probes " + scratch.write("probes.json", probes) + " --out " +
                       scratch.file("trace") + " -- " + program + arguments);
}

} // namespace

TEST_CASE("probe record: every kind of variable and of statement, only when it assigns") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    const ScratchFolder scratch;
    const Outcome run = probe_awkward(scratch, "");
    CAPTURE(run.output);
    CHECK(run.exit_code == 5); // the program's own
    CHECK(run.output == "none 34.5 -14999999747\n");
    const std::string trace = text_of(scratch.file("trace"));
    CAPTURE(trace);
    for (const char* line :
         {"wide [1] i=3 : 4", "wave [1] i=2 : 2 4", "table [1] i=3 : 0.30000000000000004",
          "pair [1] i=1 : 1 0.3333333333333333", "x [1] i=0 : 0", "copy [1] i=3 : 3 6 9",
          "tag [1] i=0 : -7", "last [1] i=2 : 2.5", "more [1] i=1 : 1", "more [1] i=3 : 4.5",
          "byte [1] i=3 : 253", "whole [1] i=2 : -1e+10", "single [1] i=1 : 0.3333333432674408"}) {
        CAPTURE(line);
        CHECK(contains(trace, std::string("\n") + line + "\n"));
    }
    CHECK_FALSE(contains(trace, "last [1] i=1"));
    CHECK_FALSE(contains(trace, "more [1] i=0"));
    CHECK_FALSE(contains(trace, "pass="));
    CHECK(contains(trace, "places=wide@"));
    const Outcome diff =
        run_program("diff " + scratch.file("trace") + " " + scratch.write("copy.trace", trace));
    CAPTURE(diff.output);
    CHECK(diff.exit_code == 0);
}

TEST_CASE("probe record: arguments reach the program as they are, blanks and all") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    const ScratchFolder scratch;
    for (const auto& [typed, seen] :
         {std::pair{" '$HOME;`id`'", "$HOME;`id` "}, {" 'a b'", "a b "}, {" '*' ''", " 34.5"}}) {
        CAPTURE(typed);
        const Outcome run = probe_awkward(scratch, typed);
        CAPTURE(run.output);
        CHECK(run.output.rfind(seen, 0) == 0);
    }
}

TEST_CASE("probe record: one iteration, and what it inherits") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    const ScratchFolder scratch;
    const std::string program = compiled(scratch.file(""), "awkward.c", awkward);
    const std::string probes = scratch.write(
        "probes.json", with_fault(awkward_probes, R"("key": "more")", R"("key": "after")"));
    const Outcome run = run_program("probe --probes " + probes + " --at i=2 --out " +
                                    scratch.file("trace") + " -- " + program);
    CAPTURE(run.output);
    CHECK(run.exit_code == 5);
    const std::string trace = text_of(scratch.file("trace"));
    CAPTURE(trace);
    CHECK(contains(trace, "\ninherited.copy [1] i=2 : 1 2 3\n"));
    CHECK(contains(trace, "\ncopy [1] i=2 : 2 4 6\n"));
    CHECK(contains(trace, "\nafter [1] i=2 : 3.5\n"));
    CHECK_FALSE(contains(trace, "i=1"));
    CHECK_FALSE(contains(trace, "i=3"));
    const Outcome first = run_program("probe --probes " + probes + " --at i=9 --out " +
                                      scratch.file("none") + " -- " + program);
    CHECK(first.exit_code == 2);
    CHECK(contains(first.output, "never at index 9"));
}

TEST_CASE("probe record: a place, a variable or a program that is not there is said, never a gap") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    const ScratchFolder scratch;
    const auto refused = [&](const std::string& from, const std::string& to, const char* part,
                             const std::string& options = "-O0 -g") {
        const std::string probes =
            from.empty() ? awkward_probes : with_fault(awkward_probes, from, to);
        REQUIRE_FALSE(probes.empty());
        const Outcome run = probe_awkward(scratch, "", probes, options);
        CAPTURE(run.output);
        CHECK(run.exit_code == 2);
        CHECK(contains(run.output, part));
        CHECK_FALSE(std::filesystem::exists(scratch.file("trace")));
    };
    refused(R"("function": "main", "assigns": "byte")", R"("function": "mein", "assigns": "byte")",
            "no function 'mein'");
    refused(R"("assigns": "byte")", R"("assigns": "bite")", "assigns 'bite'");
    refused(R"({"function": "main", "assigns": "single"})",
            R"({"file": "awkward.c", "line": 900}, "expression": "single")", "900");
    refused(R"("expression": "pair")", R"("expression": "nothing")", "no variable 'nothing'");
    refused(R"("expression": "pair")", R"("expression": "fill")", "is a function");
    refused(R"("expression": "pair")", R"("expression": "last")", "element");
    refused(R"("variable": "i")", R"("variable": "no_such_counter")", "no_such_counter");
    refused(R"("pattern": "i + 0.5")", R"("pattern": "i + 9")", "i + 9");
    refused("", "", "no debug information", "-O0");
    const Outcome missing = run_program("probe --probes " + scratch.file("probes.json") +
                                        " --out " + scratch.file("trace") + " -- /none/there");
    CAPTURE(missing.output);
    CHECK(missing.exit_code == 2);
    const std::string never = with_fault(awkward, "if (i == 2)", "if (i == 200)");
    const Outcome run = probe_awkward(scratch, "", awkward_probes, "-O0 -g", never);
    CAPTURE(run.output);
    CHECK(run.exit_code == 5); // a condition that is never true leaves no gap, and is said
    CHECK(contains(run.output, "tap 'last': its statement was run, and never assigned it"));
    const Outcome no_gdb =
        run_program("probe --probes " + scratch.file("probes.json") + " --out " +
                        scratch.file("trace") + " -- " + scratch.file("awkward.c.out"),
                    "PATH=/nowhere ");
    CHECK(no_gdb.exit_code == 6);
}

TEST_CASE("probe record: a program that crashes is told up to there") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    const ScratchFolder scratch;
    const Outcome run = probe_awkward(scratch, " 1 2 3");
    CAPTURE(run.output);
    CHECK(run.exit_code == 1);
    CHECK(contains(run.output, "SIGABRT"));
    CHECK(contains(text_of(scratch.file("trace")), "copy [1] i=3 : 3 6 9"));
}

TEST_CASE("probe record: what runs optimised is recorded, or refused with the remedy") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    const ScratchFolder scratch;
    const Outcome run = probe_awkward(scratch, "", awkward_probes, "-O2 -g");
    CAPTURE(run.output);
    CHECK(run.exit_code == 2);
    CHECK(contains(run.output, "-O0 -g"));
}

TEST_CASE("probe record: Fortran's arrays, conditions and kinds") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    const ScratchFolder scratch;
    const std::string program = compiled(scratch.file(""), "heat.f90", text_of(probed("heat.f90")));
    REQUIRE_FALSE(program.empty());
    const Outcome run =
        run_program("probe --probes " + probed("heat.json") + " --at step=4 --out " +
                    scratch.file("trace") + " -- " + program);
    CAPTURE(run.output);
    CHECK(run.exit_code == 0);
    const std::string trace = text_of(scratch.file("trace"));
    CAPTURE(trace);
    CHECK(contains(trace, "\npower [W/m^2] step=4 : 900\n"));
    CHECK(contains(trace, "\npower [W/m^2] step=4 pass=1 : 450\n"));
    CHECK(contains(trace, "\nflux_in [W/m^2] step=4 : 450\n"));
    CHECK(contains(trace, "\nwarm [1] step=4 : 1\n"));
    // what the program prints of its last step
    CHECK(contains(trace, "\nmode [K] step=4 : -9.65696763410449 300.5100898351857"));
    CHECK(contains(trace, "\nt [K] step=4 : 295.6875 296.96570957310865 "));
    CHECK_FALSE(contains(trace, "hottest [K] step=4 cell=0"));
}

TEST_CASE("probe check: says where each tap is, and which has no place") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    const ScratchFolder scratch;
    const std::string program = compiled(scratch.file(""), "awkward.c", awkward);
    const std::string command =
        "probe check " + scratch.write("probes.json", awkward_probes) + " -- " + program;
    const Outcome good = run_program(command);
    CAPTURE(good.output);
    CHECK(good.exit_code == 0);
    CHECK(contains(good.output, "awkward.c:20  q = p;"));
    CHECK_FALSE(contains(good.output, "none 3")); // the program did not run
    static_cast<void>(scratch.write(
        "probes.json", with_fault(awkward_probes, R"("assigns": "byte")", R"("assigns": "bite")")));
    const Outcome bad = run_program(command);
    CHECK(bad.exit_code == 2);
    CHECK(contains(bad.output, "byte: no line"));
}

} // namespace tapir::test
