#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "models.hpp"
#include "program.hpp"

/// What texts say besides the numbers that a model names: units, indices, words.
namespace {

using namespace tapir::test;

const std::string pressure =
    R"({"format": "tapir-model", "version": 1, "taps": [{"key": "P", "unit": "Pa"}]})";
const std::string sum_of_steps =
    R"({"format": "tapir-model", "version": 1, "loops": [{"name": "step"}],
        "taps": [{"key": "sum", "unit": "1", "loops": ["step"]}]})";

/// How two texts compare by a model.
Outcome diff_of(const std::string& reference, const std::string& candidate,
                const std::string& model = pressure) {
    const ScratchFolder scratch;
    return run_program("diff " + scratch.write("a", reference) + " " +
                       scratch.write("b", candidate) + " --model " +
                       scratch.write("m.json", model));
}

} // namespace

TEST_CASE("model text: a unit printed beside a number is read, converted or refused") {
    CHECK(diff_of("P = 101.3 Pa\n", "P = 101.3 kPa\n").exit_code == 1);
    CHECK(diff_of("P = 101.3 Pa\n", "P = 101.3 Pa\n\n").exit_code == 0);
    const Outcome converted = diff_of("P = 101300 Pa\nend\n", "P = 101.3 kPa\nend\n");
    CAPTURE(converted.output);
    CHECK(converted.exit_code == 0);
    CHECK(contains(converted.output, "kPa converted into Pa"));
    const Outcome refused = diff_of("P = 101.3 Pa\n", "P = 101.3 kg\n");
    CAPTURE(refused.output);
    CHECK(refused.exit_code == 3);
    CHECK(contains(refused.output, "mass"));
}

TEST_CASE("model text: words and indices on the line of a record are compared") {
    for (const auto& [reference, candidate] :
         {std::pair{"P = 101.3 Pa ok\n", "P = 101.3 Pa FAILED\n"},
          std::pair{"P[1] = 5.5\nP[2] = 6.5\n", "P[2] = 5.5\nP[1] = 6.5\n"},
          std::pair{"P[5] = 5.5\n", "P[55] = 5.5\n"},
          std::pair{"status: converged\nP = 5 Pa\n", "status: NOT converged\nP = 5 Pa\n"},
          std::pair{R"({"P": 1.5, "status": "ok"})", R"({"P": 1.5, "status": "failed"})"}}) {
        CAPTURE(reference);
        const Outcome run = diff_of(reference, candidate);
        CAPTURE(run.output);
        CHECK(run.exit_code == 3);
        CHECK(contains(run.output, "besides their records"));
    }
}

TEST_CASE("model text: words of two programs are counted in the first sentence") {
    const Outcome run = diff_of("solver one says\nP = 5.5\n", "the pressure of today\nP: 5.5\n");
    CAPTURE(run.output);
    CHECK(run.exit_code == 0);
    CHECK(contains(run.output, "4 word(s) of the reference and 5"));
}

TEST_CASE("model text: a conserved value is not called stale") {
    const auto sums = [](const char* third) {
        return std::string("step=0 sum=12.5\nstep=1 sum=12.5\nstep=2 sum=") + third +
               "\nstep=3 sum=12.5\n";
    };
    for (const Outcome& run : {diff_of(sums("12.5"), sums("12.625"), sum_of_steps),
                               diff_of(sums("12.625"), sums("12.5"), sum_of_steps)}) {
        CAPTURE(run.output);
        CHECK(run.exit_code == 1);
        CHECK(!contains(run.output, "stale"));
        CHECK(!contains(run.output, "the odd side"));
    }
    const Outcome stale =
        diff_of("step=0 sum=1\nstep=1 sum=2.5\nstep=2 sum=7\nstep=3 sum=9\n",
                "step=0 sum=1\nstep=1 sum=2.5\nstep=2 sum=2.5\nstep=3 sum=9\n", sum_of_steps);
    CHECK(contains(stale.output, "stale"));
}

TEST_CASE("model text: a draft takes printed units, and one whole number is no evidence") {
    const ScratchFolder scratch;
    const std::string a = scratch.write("a", "P = 101.3 Pa\nn = 5\nT = 4.5 ok\n");
    const std::string b = scratch.write("b", "P = 101.3 Pa\nps = 5\nT = 0.0045\n");
    const auto draft = nlohmann::json::parse(run_program("model draft " + a + " " + b).output);
    CHECK(draft.at("taps").at(0).at("unit") == "Pa");
    CHECK(!draft.at("taps").at(0).contains("meaning"));
    CHECK(draft.at("taps").at(2).at("unit") == "1");
    REQUIRE(draft.at("printed").size() == 1);
    CHECK(draft.at("printed").at(0).at("key") == "T");
    CHECK(draft.at("printed").at(0).at("in") == "candidate");
}

TEST_CASE("model text: a shipped model is found by its name") {
    const std::string sides =
        "diff " + configs("traces/heat_c.log") + " " + configs("traces/heat_py.trace");
    for (const char* name : {"heat_equation", "heat_equation.json"}) {
        const Outcome run = run_program(sides + " --model " + name);
        CAPTURE(run.output);
        CHECK(run.exit_code == 0);
    }
    CHECK(run_program(sides + " --model heat_equatoin").exit_code == 2);
    // what no nanoBragg printed lacks none of its lines
    CHECK(!contains(run_program(sides).output, "no lines of kind"));
}
