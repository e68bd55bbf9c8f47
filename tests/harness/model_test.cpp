#include <doctest/doctest.h>

#include <cstdlib>

#include <nlohmann/json.hpp>

#include "models.hpp"
#include "program.hpp"

/// `--model` as a user runs it, on two small programs that are no diffraction.
namespace {

using namespace tapir::test;
using nlohmann::json;

const std::string heat_model = " --model " + configs("models/heat_equation.json");
const std::string nbody_model = " --model " + configs("models/nbody.json");

/// What a small program prints. @param program  with its arguments
std::string trace_of(const ScratchFolder& scratch, const std::string& name,
                     const std::string& program) {
    const std::string file = scratch.file(name);
    REQUIRE(std::system((program + " > " + file).c_str()) == 0);
    return file;
}

json verdict_of(const ScratchFolder& scratch, const std::string& arguments, int exit_code) {
    const std::string file = scratch.file("verdict.json");
    const Outcome run = run_program(arguments + " --json " + file);
    CAPTURE(run.output);
    REQUIRE(run.exit_code == exit_code);
    return json::parse(text_of(file));
}

} // namespace

TEST_CASE("model: a heat equation in mm and degrees Celsius agrees with one in m and K") {
    const ScratchFolder scratch;
    const std::string c = trace_of(scratch, "c.log", TAPIR_HEAT_PROGRAM);
    const std::string diff = "diff " + c + " " + configs("traces/heat_py.trace");
    const json verdict = verdict_of(scratch, diff + heat_model, 0);
    CHECK(verdict.at("compared") == 106);
    CHECK(verdict.at("departing") == 0);
    const Outcome green = run_program(diff + heat_model);
    CHECK(contains(green.output, "temp_C is read as T, degC converted into K"));
    CHECK(run_program("why " + c + " " + configs("traces/heat_py.trace") + heat_model).exit_code ==
          0);

    // without the model nothing has a common name, and it is said what one would add
    const Outcome without = run_program(diff);
    CAPTURE(without.output);
    CHECK(without.exit_code == 3);
    CHECK(contains(without.output, "--model FILE"));
    CHECK(contains(without.output, "units that are converted"));
}

TEST_CASE("model: a planted fault of the heat equation is one root, and the rest folds under it") {
    const ScratchFolder scratch;
    const std::string sound = configs("traces/heat_py.trace");
    for (const auto& [fault, sites] : {std::pair{"neighbour", 36}, {"dx2", 42}}) {
        CAPTURE(fault);
        const std::string faulty =
            trace_of(scratch, "faulty.log", std::string(TAPIR_HEAT_PROGRAM) + " --fault " + fault);
        const json verdict = verdict_of(scratch, "diff " + sound + " " + faulty + heat_model, 1);
        REQUIRE(verdict.at("root_causes").size() == 1);
        const json& root = verdict.at("root_causes").at(0);
        CHECK(root.at("tap") == "flux");
        CHECK(root.at("side") == "candidate");
        CHECK(root.at("site").at("step") == 0);
        CHECK(root.at("site").at("cell") == 1);
        CHECK(root.at("sites") == sites);
        // everything else that departs follows from it
        CHECK(root.at("explains").get<int>() + sites == verdict.at("departing").get<int>());
        const Outcome attested = run_program("attest " + faulty + heat_model);
        CAPTURE(attested.output);
        CHECK(attested.exit_code == 4);
        CHECK(contains(attested.output, "flux"));
    }
    CHECK(run_program("attest " + sound + heat_model).exit_code == 0);
    CHECK(run_program("attest " + configs("traces/heat_c.log") + heat_model).exit_code == 0);
}

TEST_CASE("model: N bodies, whose vectors one program prints component by component") {
    const ScratchFolder scratch;
    const std::string c = trace_of(scratch, "c.log", TAPIR_NBODY_PROGRAM);
    const std::string python = configs("traces/nbody_py.trace");
    CHECK(verdict_of(scratch, "diff " + c + " " + python + nbody_model, 0).at("compared") == 154);
    CHECK(run_program("attest " + c + nbody_model).exit_code == 0);
    CHECK(run_program("attest " + python + nbody_model).exit_code == 0);
    CHECK(run_program("diff " + c + " " + python).exit_code == 3);

    const json softened = verdict_of(
        scratch, "diff " + c + " " + configs("traces/nbody_py_softening.trace") + nbody_model, 1);
    REQUIRE(softened.at("root_causes").size() == 1);
    CHECK(softened.at("root_causes").at(0).at("tap") == "acceleration");
    CHECK(contains(softened.at("root_causes").at(0).at("evidence"),
                   "with nothing in the place of softening"));

    const std::string unit =
        trace_of(scratch, "unit.log", std::string(TAPIR_NBODY_PROGRAM) + " --fault unit");
    const json wrong_unit = verdict_of(scratch, "diff " + python + " " + unit + nbody_model, 1);
    REQUIRE(wrong_unit.at("root_causes").size() == 1);
    CHECK(wrong_unit.at("root_causes").at(0).at("tap") == "velocity");
    CHECK(wrong_unit.at("root_causes").at(0).at("site").at("step") == 1);
    CHECK(wrong_unit.at("root_causes").at(0).at("class") == "unit");
}

TEST_CASE("model: what the Python programs print is what is recorded") {
#if defined(TAPIR_PYTHON)
    const ScratchFolder scratch;
    for (const auto& [arguments, recorded] :
         {std::pair{"heat/heat.py", "heat_py.trace"},
          {"heat/heat.py --fault neighbour", "heat_py_neighbour.trace"},
          {"nbody/nbody.py", "nbody_py.trace"},
          {"nbody/nbody.py --fault softening", "nbody_py_softening.trace"}}) {
        CAPTURE(arguments);
        const std::string program =
            std::string(TAPIR_PYTHON) + " -B " + TAPIR_SOURCE_DIR + "/tests/programs/" + arguments;
        const std::string model = contains(arguments, "heat") ? heat_model : nbody_model;
        const std::string now = trace_of(scratch, "now.trace", program);
        const Outcome run =
            run_program("diff " + now + " " + configs(std::string("traces/") + recorded) + model);
        CAPTURE(run.output);
        CHECK(run.exit_code == 0);
    }
    const std::string c = trace_of(scratch, "c.log", TAPIR_HEAT_PROGRAM);
    CHECK(run_program("diff " + c + " " + configs("traces/heat_c.log") + heat_model).exit_code ==
          0);
#else
    MESSAGE("not run: there was no python3 when this was built");
#endif
}

TEST_CASE("model: a bundle keeps the model and is replayed from it") {
    const ScratchFolder scratch;
    const std::string bundle = scratch.file("evidence");
    const std::string sides =
        configs("traces/heat_c.log") + " " + configs("traces/heat_py_neighbour.trace");
    const Outcome made = run_program("bundle create " + sides + heat_model + " --out " + bundle);
    CAPTURE(made.output);
    REQUIRE(made.exit_code == 1);
    CHECK(text_of(bundle + "/model.json") == text_of(configs("models/heat_equation.json")));
    const Outcome replay = run_program("bundle replay " + bundle);
    CAPTURE(replay.output);
    CHECK(replay.exit_code == 0);
    CHECK(contains(replay.output, "the same, byte for byte"));
}

TEST_CASE("model: an imported trace has the model's keys and units") {
    const ScratchFolder scratch;
    const std::string native = scratch.file("heat.trace");
    const Outcome made = run_program("trace import " + configs("traces/heat_c.log") + heat_model +
                                     " --out " + native);
    CAPTURE(made.output);
    REQUIRE(made.exit_code == 0);
    CHECK(contains(text_of(native), "\ndx [m] : 0.0025\n"));
    CHECK(
        run_program("diff " + native + " " + configs("traces/heat_c.log") + heat_model).exit_code ==
        0);
}

TEST_CASE("model: a model that names nothing of the traces is never green") {
    const Outcome other = run_program("diff " + configs("traces/heat_c.log") + " " +
                                      configs("traces/heat_py.trace") + nbody_model);
    CAPTURE(other.output);
    CHECK(other.exit_code == 3); // its names are of other things
    CHECK(run_program("attest " + configs("traces/heat_c.log") + nbody_model).exit_code == 3);
    const ScratchFolder scratch;
    const std::string wrong = scratch.write(
        "wrong.json", R"({"format": "tapir-model", "version": 1, "loops": [{"name": "step"},
        {"name": "cell"}], "taps": [{"key": "T", "unit": "AU", "loops": ["step", "cell"]}]})");
    const Outcome refused =
        run_program("diff " + configs("traces/heat_py.trace") + " " +
                    configs("traces/heat_py_neighbour.trace") + " --model " + wrong);
    CAPTURE(refused.output);
    CHECK(refused.exit_code == 3);
    CHECK(contains(refused.output, "measures a temperature and AU measures a length"));
    const Outcome both = run_program("diff a b --config supervisor" + heat_model);
    CHECK(both.exit_code == 2);
    CHECK(contains(both.output, "--model: is given together with a scene"));
}
