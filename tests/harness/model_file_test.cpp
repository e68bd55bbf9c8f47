#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "models.hpp"
#include "program.hpp"

/// The file of a model, and `tapir model` as a user runs it.
namespace {

using namespace tapir::test;
using nlohmann::json;

} // namespace

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
