#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "probed.hpp"
#include "program.hpp"

namespace tapir::test {

namespace {

using nlohmann::json;
using Lineage = std::map<std::string, std::set<std::string>>;

/// The taps of a probe file that are looked at, in its order.
std::string some_taps(const ScratchFolder& scratch, const std::string& probes,
                      const std::set<std::string>& keys) {
    json file = json::parse(text_of(probed(probes)));
    json kept = json::array();
    for (const json& tap : file.at("taps")) {
        if (keys.count(tap.at("key")) > 0) {
            kept.push_back(tap);
        }
    }
    file["taps"] = kept;
    return scratch.write("some.json", file.dump());
}

/// What feeds each tap of a model.
Lineage lineage_of(const std::string& model) {
    Lineage lineage;
    const json file = json::parse(text_of(model));
    for (const json& stage : file.at("stages")) {
        for (const json& feed : stage.at("feeds")) {
            lineage[stage.at("tap")].insert(feed.get<std::string>());
        }
    }
    return lineage;
}

/// A program that is learnt, and a faulty copy that is compared by what was learnt.
struct Learning {
    ScratchFolder scratch;
    std::string options, program, screen;
    std::string before; ///< of each command

    void learn() {
        const Outcome run =
            run_program("probe " + options + " --learn " + model() + " -- " + program, before);
        CAPTURE(run.output);
        REQUIRE(run.exit_code == 0);
        screen = run.output;
    }
    [[nodiscard]] std::string model() const { return scratch.file("model.json"); }

    /// The keys of the roots of a faulty program, and how many values its roots do not explain.
    [[nodiscard]] json compare(const std::string& faulty) const {
        for (const auto& [name, one] : {std::pair{"sound", program}, std::pair{"faulty", faulty}}) {
            const Outcome run =
                run_program("probe " + options + " --out " +
                                scratch.file(name + std::string(".trace")) + " -- " + one,
                            before);
            CAPTURE(run.output);
            REQUIRE(run.exit_code == 0);
        }
        const std::string sound = scratch.file("sound.trace");
        const Outcome checked = run_program("model check " + model() + " " + sound);
        CAPTURE(checked.output);
        CHECK(checked.exit_code == 0);
        const Outcome run =
            run_program("diff " + sound + " " + scratch.file("faulty.trace") + " --model " +
                        model() + " --json " + scratch.file("verdict.json"));
        CAPTURE(run.output);
        CHECK(run.exit_code == 1);
        return json::parse(text_of(scratch.file("verdict.json")));
    }
};

std::set<std::string> roots_of(const json& verdict) {
    std::set<std::string> roots;
    for (const json& root : verdict.at("root_causes")) {
        if (const std::string tap = root.at("tap"); tap.rfind("inherited.", 0) != 0) {
            roots.insert(tap);
        }
    }
    return roots;
}

/// What has to stand before a command so that the python3 it starts has NumPy; nothing: none has.
std::optional<std::string> with_numpy() {
    for (const std::string before : {"", "PATH=/usr/bin:$PATH "}) {
        if (std::system((before + "python3 -c 'import numpy' > /dev/null 2>&1").c_str()) == 0) {
            return before;
        }
    }
    return std::nullopt;
}

/// Bodies on springs, with NumPy.
constexpr const char* springs = R"(import sys
import numpy as np


def simulate(stiffness):
    x = np.array([0.0, 1.2, 2.9])
    v = np.zeros(3)
    for step in range(3):
        for body in range(3):
            force = 0.0
            if body > 0:
                force = stiffness * (x[body - 1] - x[body] + 1.0)
            if body < 2:
                force = force + stiffness * (x[body + 1] - x[body] - 1.0)
            v[body] += 0.1 * force
        for mover in range(3):
            x[mover] += 0.1 * v[mover]
        energy = 0.5 * float(np.sum(v * v))
    return energy


print(repr(simulate(1.5)))
)";

} // namespace

TEST_CASE("probe learn: the lineage of a C program is the one that its source has") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    Learning c;
    const std::string source = text_of(probed("diffraction.c"));
    c.options = "--pixel 2 3 --probes " +
                some_taps(c.scratch, "diffraction.json", {"airpath", "omega", "sum", "intensity"});
    c.program = compiled(c.scratch.file(""), "diffraction.c", source);
    c.learn();
    // the direction, q and the indices are not tapped: through them the sum comes from the airpath
    CHECK(lineage_of(c.model()) == Lineage{{"omega", {"airpath"}},
                                           {"sum",
                                            {"airpath", "sum[domain-1]", "sum[step-1, domain=1]",
                                             "sum[source-1, step=2, domain=1]"}},
                                           {"intensity", {"sum[source=1, step=2, domain=1]"}}});
    CHECK(contains(c.screen, "omega      airpath                             -3"));
    CHECK(contains(c.screen, "moved by no other tap: airpath"));
    CHECK(contains(c.screen, "no other tap comes from: omega, intensity"));
    const json verdict = c.compare(
        compiled(c.scratch.file(""), "faulty.c",
                 with_fault(source, "sqrt(dot(position, position));", "1.001 * position[0];")));
    CHECK(roots_of(verdict) == std::set<std::string>{"airpath"});
}

TEST_CASE(
    "probe learn: the lineage of a Fortran program goes from step to step and to neighbours") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    Learning fortran;
    const std::string source = text_of(probed("heat.f90"));
    fortran.options =
        "--probes " + some_taps(fortran.scratch, "heat.json", {"flux", "t_new", "total"});
    fortran.program = compiled(fortran.scratch.file(""), "heat.f90", source);
    fortran.learn();
    CHECK(lineage_of(fortran.model()) ==
          Lineage{{"flux", {"t_new[step-1]", "t_new[step-1, cell+1]"}},
                  {"t_new", {"flux", "flux[cell-1]", "t_new[step-1]"}},
                  {"total", {"t_new"}}});
    const json verdict = fortran.compare(compiled(
        fortran.scratch.file(""), "faulty.f90",
        with_fault(source, "(t(cell + 1) - t(cell)) / dx",
                   "(t(cell + 1) - t(cell)) / dx * (1 + 0.01 * merge(1, 0, step == 2 .and. "
                   "cell == 3))")));
    CHECK(roots_of(verdict) == std::set<std::string>{"flux"});
    CHECK(verdict.at("root_causes").size() == 1);
}

TEST_CASE("probe learn: the lineage of a Python program with NumPy, drafted first and confirmed") {
    const std::optional<std::string> before = with_numpy();
    if (!before) {
        MESSAGE("not run: NumPy is not there");
        return;
    }
    Learning python;
    python.before = *before;
    python.program = python.scratch.write("springs.py", springs);
    const std::string probes = python.scratch.file("springs.json");
    const Outcome draft = run_program("probe draft " + python.program +
                                      " --watch v,x,energy --function simulate --out " + probes);
    CAPTURE(draft.output);
    REQUIRE(draft.exit_code == 0);
    python.options = "--probes " + probes;
    python.learn();
    CHECK(lineage_of(python.model()) ==
          Lineage{{"v",
                   {"v[step-1]", "x[step-1, mover=body]", "x[step-1, mover=body-1]",
                    "x[step-1, mover=body+1]"}},
                  {"x", {"v[body=mover]", "x[step-1]"}},
                  {"energy", {"v"}}});
    CHECK(contains(python.screen, "feeds of the probe file:"));
    CHECK(contains(python.screen, "  energy: confirmed"));
    const json verdict = python.compare(python.scratch.write(
        "faulty.py",
        with_fault(springs, "x[mover] += 0.1 * v[mover]",
                   "x[mover] += (0.11 if step == 1 and mover == 1 else 0.1) * v[mover]")));
    CHECK(roots_of(verdict) == std::set<std::string>{"x"});
    CHECK(verdict.at("root_causes").size() == 1);
}

TEST_CASE(
    "probe learn: a program that is not the same twice, another end and a decision are said") {
    const ScratchFolder scratch;
    const auto learn = [&scratch](const std::string& body, const std::string& taps) {
        const std::string program = scratch.write("small.py", body);
        const std::string probes = scratch.write(
            "small.json", R"({"format": "tapir-probe", "version": 1, "program": "small",
                              "backend": "python", "taps": [)" +
                              taps + "]}");
        return run_program("probe --probes " + probes + " --learn " + scratch.file("small.model") +
                           " -- " + program);
    };
    const std::string a =
        R"({"key": "a", "unit": "1", "where": {"function": "<module>", "assigns": "a"}})";
    const std::string b =
        R"({"key": "b", "unit": "1", "where": {"function": "<module>", "assigns": "b"}})";
    const Outcome random = learn("import os\na = int.from_bytes(os.urandom(6), 'big') / 7.0\n", a);
    CHECK(random.exit_code == 2);
    CHECK(contains(random.output, "does not compute 'a' the same in every run"));
    const Outcome ends =
        learn("a = 2.0\nb = 1.0\nif a != 2.0: raise SystemExit(3)\n", a + ", " + b);
    CHECK(ends.exit_code == 0);
    CHECK(contains(ends.output,
                   "with 'a' moved by 1e-06 of itself the program ended with exit code 3"));
    const Outcome decides = learn("a = 0.0\nb = 1.0\nif a > 0.0:\n    b = a\n", a + ", " + b);
    CHECK(decides.exit_code == 0);
    CHECK(contains(decides.output, "'a' decides whether, or how often, 'b' is computed"));
    const Outcome named =
        run_program("probe --probes " + scratch.write("name.json", R"({"format": "tapir-probe",
        "version": 1, "program": "small", "backend": "python", "taps": [{"key": "a.b", "unit": "1",
        "where": {"function": "<module>", "assigns": "a"}}]})") +
                    " --learn - -- " + scratch.file("small.py"));
    CHECK(named.exit_code == 2);
    CHECK(contains(named.output, "'a.b' cannot be named by a model"));
    CHECK(run_program("probe --probes x --learn a --out b -- c").exit_code == 2);
}

} // namespace tapir::test
