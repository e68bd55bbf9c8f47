#include <doctest/doctest.h>

#include <cstdlib>

#include <nlohmann/json.hpp>

#include "program.hpp"

/// `--model` and `tapir model` as a user runs them, on two small programs that are no diffraction.
namespace {

using namespace tapir::test;
using nlohmann::json;

std::string configs(const std::string& name) {
    return std::string(TAPIR_SOURCE_DIR) + "/configs/" + name;
}
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

TEST_CASE("model: a file is read strictly") {
    const ScratchFolder scratch;
    const auto says = [&](const std::string& text, const std::string& words) {
        const Outcome run = run_program("model check " + scratch.write("m.json", text));
        CAPTURE(run.output);
        CHECK(run.exit_code == 2);
        CHECK(contains(run.output, words));
    };
    const std::string head = R"({"format": "tapir-model", "version": 1, )";
    says(R"({"format": "tapir-preset", "version": 1, "taps": []})", "/format: is 'tapir-preset'");
    says(R"({"format": "tapir-model", "version": 2, "taps": []})", "/version: is 2");
    says(head + R"("taps": []})", "/taps: is missing or empty");
    says(head + R"("taps": [{"key": "T", "unti": "K"}]})", "/taps/0/unit: is missing");
    says(head + R"("taps": [{"key": "T", "unit": "K", "lops": []}]})", "Did you mean 'loops'?");
    says(head + R"("taps": [{"key": "T", "unit": "K", "unit": "m"}]})", "names 'unit' twice");
    says(head + R"("taps": [{"key": "T", "unit": "K", "components": 1.5}]})",
         "/taps/0/components: must be a whole number");
    says(head + R"("taps": [{"key": "T", "unit": "K"}], "stages": [{"tap": "T"}]})",
         "/stages/0: has no formula and no feeds");
    says(head +
             R"("taps": [{"key": "T", "unit": "K"}], "stages": [{"tap": "T", "formula": "T +"}]})",
         "/stages/0/formula, column 4");
}

TEST_CASE("model: its schema describes every key that is read, and nothing else") {
    const ScratchFolder scratch;
    const json schema = json::parse(text_of(configs("model.schema.json")));
    const json one = {
        {"loops", {{"name", "step"}, {"role", "none"}, {"passes", 3}}},
        {"constants", {{"key", "c"}, {"value", 1.5}, {"unit", "m"}, {"meaning", "m"}}},
        {"taps",
         {{"key", "T"},
          {"unit", "K"},
          {"components", 1},
          {"loops", {"step"}},
          {"kind", "real"},
          {"meaning", "m"},
          {"display_only", true}}},
        {"printed",
         {{"key", "k"},
          {"tap", "T"},
          {"in", "c"},
          {"kind", "K"},
          {"label", "l"},
          {"occurrence", 0},
          {"component", 0},
          {"unit", "degC"},
          {"factor", 2.0},
          {"only_first", {"step"}},
          {"along", "step"},
          {"note", "n"},
          {"because", "b"}}},
        {"stages", {{"tap", "T"}, {"formula", "c"}, {"feeds", {"T"}}, {"meaning", "m"}}}};
    for (const auto& [list, object] : one.items()) {
        const json& properties = schema.at("properties").at(list).at("items").at("properties");
        CAPTURE(list);
        CHECK(properties.size() == object.size());
        json known = object;
        for (const auto& [key, value] : object.items()) {
            CAPTURE(key);
            CHECK(properties.contains(key));
        }
        known.erase("feeds"); // which stand instead of a formula
        const auto says = [&](const json& entry) {
            json document = {{"format", "tapir-model"},
                             {"version", 1},
                             {"taps", {{{"key", "a"}, {"unit", "1"}}}}};
            document[list] = json::array({entry});
            return run_program("model check " + scratch.write("one.json", document.dump())).output;
        };
        CHECK_FALSE(contains(says(known), "is not a known key"));
        known["colour"] = "red";
        CHECK(contains(says(known), "/" + list + "/0/colour: is not a known key"));
    }
}

TEST_CASE("model: check says what fits and what does not") {
    const std::string model = configs("models/heat_equation.json");
    const Outcome fits = run_program("model check " + model + " " + configs("traces/heat_c.log") +
                                     " " + configs("traces/heat_py.trace"));
    CAPTURE(fits.output);
    CHECK(fits.exit_code == 0);
    CHECK(contains(fits.output, "every formula has the unit of its tap"));
    CHECK(contains(fits.output, "flux: the formula holds for 48 of 48 records"));
    CHECK(contains(fits.output,
                   "T: the formula holds for 40 of 48 records; for 8 it cannot be asked"));
    const Outcome fails =
        run_program("model check " + model + " " + configs("traces/heat_py_neighbour.trace"));
    CAPTURE(fails.output);
    CHECK(fails.exit_code == 1);
    CHECK(contains(fails.output, "FAILS flux"));
    CHECK(run_program("model check " + configs("models/nbody.json") + " " +
                      configs("traces/heat_c.log"))
              .exit_code == 3);
}

TEST_CASE("model: show prints our own tables") {
    const Outcome shown = run_program("model show nanobragg");
    CHECK(shown.exit_code == 0);
    CHECK(contains(shown.output, "hkl_frac [1], 3 components"));
    CHECK(contains(shown.output, "phi_tic"));
    CHECK(contains(shown.output, "real-space vector in angstrom, although it says star"));
}

TEST_CASE("model: a draft proposes which names are one, with its evidence, and can be used") {
    const ScratchFolder scratch;
    const std::string sides =
        configs("traces/nbody_py.trace") + " " + configs("traces/nbody_c.log");
    const std::string draft = scratch.file("draft.json");
    const Outcome made = run_program("model draft " + sides + " --out " + draft);
    CAPTURE(made.output);
    REQUIRE(made.exit_code == 0);
    const json model = json::parse(text_of(draft));
    const auto proposal = [&model](const std::string& key) {
        for (const json& one : model.at("printed")) {
            if (one.at("key") == key) {
                return one;
            }
        }
        return json::object();
    };
    CHECK(proposal("ay").at("tap") == "acceleration");
    CHECK(proposal("ay").at("component") == 1);
    CHECK(contains(proposal("ay").at("because"), "all 16 values are equal to 9 digits"));
    CHECK(proposal("vy").at("tap") == "velocity");
    CHECK(contains(proposal("vy").at("because"), "km/s against m/s"));
    CHECK(proposal("vy").at("unit") == "m/s");
    CHECK(proposal("x").at("tap") == "position");
    CHECK(proposal("x").at("unit") == "m");
    CHECK(proposal("dt").at("in") == "c"); // one name, two units
    CHECK(proposal("dt").at("unit") == "s");
    CHECK(proposal("m").at("tap") == "mass");
    CHECK(run_program("model check " + draft + " " + configs("traces/nbody_py.trace")).exit_code ==
          0);
    // read as proposed, both sides agree: within a last digit that the conversions take
    const Outcome compared = run_program("diff " + sides + " --model " + draft + " --ulp 8");
    CAPTURE(compared.output);
    CHECK(compared.exit_code == 0);
}
