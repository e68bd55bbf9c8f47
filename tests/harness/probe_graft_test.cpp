#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "probed.hpp"
#include "program.hpp"

namespace tapir::test {

namespace {

using nlohmann::json;

/// A program of which a sound trace is kept, and faulty copies are grafted.
class Graft {
  public:
    Graft(std::string source, std::string probes, std::string at)
        : name_(std::move(source)), sound_(text_of(probed(name_))),
          options_("probe --probes " + probed(probes) + " " + std::move(at)) {
        const Outcome run = run_program(options_ + " --out " + scratch_.file("sound.trace") +
                                        " -- " + compiled(scratch_.file(""), name_, sound_));
        CAPTURE(run.output);
        REQUIRE(run.exit_code == 0);
    }

    /// Grafts a copy in which texts are replaced, each of which stands once.
    Outcome run(const std::vector<std::array<const char*, 2>>& faults,
                const std::string& more = "") {
        std::string text = sound_;
        for (const auto& [from, to] : faults) {
            CAPTURE(std::string(from));
            text = with_fault(text, from, to);
            REQUIRE_FALSE(text.empty());
        }
        const std::string program = compiled(scratch_.file(""), name_, text);
        REQUIRE_FALSE(program.empty());
        return run_program(options_ + " --against " + scratch_.file("sound.trace") + " --json " +
                           scratch_.file("verdict.json") + more + " -- " + program);
    }
    [[nodiscard]] json verdict() const {
        return json::parse(text_of(scratch_.file("verdict.json")));
    }
    /// The line of a text in the sound source.
    [[nodiscard]] long line_of(const std::string& text) const {
        const auto end = sound_.begin() + static_cast<std::ptrdiff_t>(sound_.find(text));
        return 1 + std::count(sound_.begin(), end, '\n');
    }
    [[nodiscard]] const ScratchFolder& scratch() const { return scratch_; }

  private:
    ScratchFolder scratch_;
    std::string name_, sound_, options_;
};

/// A fault, and the text of the tapped statement that must be the root.
struct Mutant {
    const char *from, *to, *root;
};

void require_roots(Graft& graft, const std::vector<Mutant>& mutants) {
    for (const Mutant& mutant : mutants) {
        CAPTURE(std::string(mutant.from));
        CAPTURE(std::string(mutant.to));
        const Outcome run = graft.run({{mutant.from, mutant.to}});
        CAPTURE(run.output);
        CHECK(run.exit_code == 1);
        CHECK(contains(run.output, "1 statement(s) computed another value"));
        CHECK(contains(run.output, ":" + std::to_string(graft.line_of(mutant.root)) + "  "));
        CHECK(contains(run.output, "bit for bit: this statement explains everything."));
    }
}

} // namespace

TEST_CASE("probe graft: the sound program agrees with its own trace") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    Graft graft("diffraction.c", "diffraction.json", "--pixel 2 3");
    const Outcome run = graft.run({});
    CAPTURE(run.output);
    CHECK(run.exit_code == 0);
    CHECK(graft.verdict().at("verdict") == "parity");
}

TEST_CASE("probe graft: two faults are two roots, and nothing else is") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    Graft graft("diffraction.c", "diffraction.json", "--pixel 2 3");
    const Outcome run = graft.run({{"0.5 * sqrt(dot(q, q))", "0.25 * sqrt(dot(q, q))"},
                                   {"photons = intensity * omega", "photons = intensity / omega"}},
                                  " --html " + graft.scratch().file("page.html") + " --bundle " +
                                      graft.scratch().file("evidence"));
    CAPTURE(run.output);
    CHECK(run.exit_code == 1);
    CHECK(contains(run.output, "2 statement(s) computed another value"));
    CHECK(contains(run.output, "these 2 statements explain everything"));
    CHECK(contains(run.output, ":" + std::to_string(graft.line_of("0.5 * sqrt")) + "  "));
    CHECK(contains(run.output, ":" + std::to_string(graft.line_of("photons = int")) + "  "));
    const json verdict = graft.verdict();
    CHECK(verdict.at("verdict") == "divergence");
    std::set<std::string> taps;
    for (const json& root : verdict.at("root_causes")) {
        const std::string tap = root.at("tap");
        if (tap.rfind("inherited.", 0) != 0) {
            taps.insert(tap);
        }
    }
    CHECK(taps == std::set<std::string>{"stol", "photons"});
    CHECK(contains(text_of(graft.scratch().file("page.html")), "photons = intensity / omega"));
    CHECK(std::filesystem::exists(graft.scratch().file("evidence") + "/sha256.txt"));
}

TEST_CASE("probe graft: a call that hands over another value in C is the root, or the tapped "
          "statement behind") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    Graft graft("diffraction.c", "diffraction.json", "--pixel 2 3");
    require_roots(
        graft, {{"rotate(crystal.b, b, phi)", "rotate(crystal.b, b, -phi)", "rotate(crystal.b"},
                {"rotate(b, turned, tilt)", "rotate(b, turned, 2 * tilt)", "hkl[1] ="},
                {"structure_factor(nearest)", "structure_factor(crystal.cells)", "double f_cell"}});
}

TEST_CASE(
    "probe graft: a function that is not tapped shows where Fortran goes on with its result") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    Graft graft("heat.f90", "heat.json", "--at step=3");
    require_roots(graft, {{"flux(cells) = radiated(t(cells))", "flux(cells) = radiated(t(1))",
                           "flux(cells) ="},
                          {"sigma * temperature**4", "sigma * temperature**3", "flux(cells) ="}});
}

TEST_CASE("probe graft: what an earlier iteration left is told apart, and put right") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    // the fault is in the pixels before alone: the vectors that phi 0 does not turn are theirs
    Graft graft("diffraction.c", "diffraction.json", "--pixel 2 3");
    const Outcome run = graft.run(
        {{"total += photons;", "total += photons; if (slow == 2 && fast == 2) a[0] += 1;"}});
    CAPTURE(run.output);
    CHECK(run.exit_code == 1);
    CHECK(contains(run.output, "No statement computed another value"));
    CHECK(contains(run.output, "a  diffraction.c"));
    CHECK(contains(run.output, "that explains everything"));
}

TEST_CASE("probe graft: a tolerance allows what it says, and a loop that runs longer is extra") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    Graft graft("diffraction.c", "diffraction.json", "--pixel 2 3");
    const std::vector<std::array<const char*, 2>> last_digits{
        {"intensity * omega * polar", "polar * omega * intensity * (1 + 1e-13)"}};
    CHECK(graft.run(last_digits, " --rtol 1e-9").exit_code == 0);
    CHECK(graft.run(last_digits, " --ulp 100000").exit_code == 0);
    CHECK(graft.run(last_digits).exit_code == 1);
    const Outcome longer = graft.run({{"step < phi_steps", "step <= phi_steps"}});
    CAPTURE(longer.output);
    CHECK(longer.exit_code == 1);
    CHECK(contains(longer.output, "extra: only the program has them"));
    const Outcome shorter = graft.run({{"step < phi_steps", "step < phi_steps - 1"}});
    CHECK(shorter.exit_code == 1);
    CHECK(contains(shorter.output, "missing: only the reference has them"));
}

} // namespace tapir::test
