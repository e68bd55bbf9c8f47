#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "models.hpp"
#include "program.hpp"

/// One wrong print among right ones, on either side of a comparison: neither side is assumed right.
namespace {

using namespace tapir::test;
using nlohmann::json;

/// A trace of the heat equation, with one text in the place of another.
std::string misprinted(const ScratchFolder& scratch, const std::string& printed,
                       const std::string& wrong) {
    std::string text = text_of(configs("traces/heat_c.log"));
    const std::size_t at = text.find(printed);
    REQUIRE(at != std::string::npos);
    text.replace(at, printed.size(), wrong);
    return scratch.write("misprinted.log", text);
}

/// The verdict on two sides, and the exit code.
json verdict_of(const ScratchFolder& scratch, const std::string& reference,
                const std::string& candidate, int exit_code) {
    const std::string file = scratch.file("verdict.json");
    const Outcome run = run_program("diff " + reference + " " + candidate + " --model " +
                                    configs("models/heat_equation.json") + " --json " + file);
    CAPTURE(run.output);
    REQUIRE(run.exit_code == exit_code);
    return json::parse(text_of(file));
}

} // namespace

TEST_CASE("misprint: a wrong temperature is one of the tracer, whichever side prints it") {
    const ScratchFolder scratch;
    const std::string sound = configs("traces/heat_py.trace");
    for (const auto& [printed, wrong] :
         {std::pair{"step=1 cell=3 temp_C=28.4", "step=1 cell=3 temp_C=29.4"},
          {"step=2 cell=0 temp_C=56.06", "step=2 cell=0 temp_C=56.07"}}) {
        CAPTURE(printed);
        const std::string faulty = misprinted(scratch, printed, wrong);
        for (const bool as_candidate : {true, false}) {
            const std::string side = as_candidate ? "candidate" : "reference";
            CAPTURE(side);
            const json verdict = verdict_of(scratch, as_candidate ? sound : faulty,
                                            as_candidate ? faulty : sound, 4);
            REQUIRE(verdict.at("root_causes").size() == 1);
            const json& root = verdict.at("root_causes").at(0);
            CHECK(root.at("tap") == "T");
            CHECK(root.at("class") == "tracer");
            CHECK(root.at("side") == side);
        }
    }
}

TEST_CASE("misprint: a wrong temperature that the program goes on with is none, on either side") {
    const ScratchFolder scratch;
    const std::string sound = configs("traces/heat_py.trace");
    const std::string faulty = configs("traces/heat_py_neighbour.trace");
    for (const bool as_candidate : {true, false}) {
        const json verdict =
            verdict_of(scratch, as_candidate ? sound : faulty, as_candidate ? faulty : sound, 1);
        REQUIRE(verdict.at("root_causes").size() == 1);
        const json& root = verdict.at("root_causes").at(0);
        CHECK(root.at("tap") == "flux");
        CHECK(root.at("class") != "tracer");
        CHECK(root.at("side") == (as_candidate ? "candidate" : "reference"));
    }
}
