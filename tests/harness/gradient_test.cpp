#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "program.hpp"

/// Derivatives as a user asks for them.
namespace {

using namespace tapir::test;
using nlohmann::json;

json json_of(const Outcome& outcome) {
    return json::parse(outcome.output.substr(
        outcome.output.find('{'), outcome.output.rfind('}') - outcome.output.find('{') + 1));
}

const std::string cubic = " --config simple_cubic";

} // namespace

TEST_CASE("gradcheck: the supervisor scene's 2 x 2 region agrees by cell_a, in both phi modes") {
    for (const char* mode : {"spec", "c-parity"}) {
        CAPTURE(std::string(mode));
        const Outcome outcome =
            run_program("gradcheck --config supervisor --roi 685 686 1039 1040 --param cell_a "
                        "--phi-mode " +
                        std::string(mode) + " --json -");
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 0);
        const json report = json_of(outcome);
        REQUIRE(report["pixels"].size() == 4);
        for (const json& pixel : report["pixels"]) {
            const json& derivative = pixel["derivatives"][0];
            CHECK(derivative["verdict"] == "agrees");
            CHECK(derivative["relative"].get<double>() < 1e-8);
            CHECK(std::fabs(derivative["numeric"].get<double>()) > 0);
        }
    }
}

TEST_CASE("gradient: the table and the JSON say the same, and a sum is one entry") {
    const std::string what = " --param fluence,cell_a --pixel 51 51";
    const Outcome table = run_program("gradient" + cubic + what);
    CAPTURE(table.output);
    CHECK(table.exit_code == 0);
    CHECK(contains(table.output, "pixel 51 51 (slow fast): "));
    CHECK(contains(table.output, "photons/angstrom"));
    const json one = json_of(run_program("gradient" + cubic + what + " --json -"));
    CHECK(one["format"] == "tapir-gradient");
    CHECK(one["version"] == 1);
    CHECK(one["parameters"][1]["unit"] == "angstrom");
    const double photons = one["pixels"][0]["photons"];
    const double fluence = one["parameters"][0]["value"];
    CHECK(one["pixels"][0]["derivatives"][0].get<double>() ==
          doctest::Approx(photons / fluence).epsilon(1e-12));
    const json sum = json_of(
        run_program("gradient" + cubic + " --param cell_a --roi 51 51 51 52 --sum --json -"));
    CHECK(sum["summed_pixels"] == 2);
    const json both =
        json_of(run_program("gradient" + cubic + " --param cell_a --roi 51 51 51 52 --json -"));
    CHECK(sum["pixels"][0]["derivatives"][0].get<double>() ==
          both["pixels"][0]["derivatives"][0].get<double>() +
              both["pixels"][1]["derivatives"][0].get<double>());
}

TEST_CASE("gradient: what cannot be done is refused in words") {
    const auto refused = [](const std::string& options) {
        const Outcome outcome = run_program("gradient" + cubic + options);
        CHECK(outcome.exit_code == 2);
        return outcome.output;
    };
    CHECK(contains(refused(" --pixel 51 51 --param cell_d"), "cell_a, cell_b, cell_c"));
    CHECK(contains(refused(" --param cell_a"), "--pixel, --roi"));
    CHECK(contains(refused(" --pixel 51 51 --dtype float32"), "float64"));
    CHECK(contains(refused(" --pixel 5100 51 --param cell_a"), "outside the detector"));
    // a parameter that the scene has no derivative by is no error, and checks nothing
    const Outcome none = run_program("gradcheck" + cubic + " --pixel 51 51 --param mosaic_spread");
    CHECK(none.exit_code == 3);
    CHECK(contains(none.output, "a spread of 0 is one domain"));
}

TEST_CASE("gradcheck: a derivative further off than allowed is a divergence") {
    const Outcome outcome =
        run_program("gradcheck" + cubic + " --pixel 51 51 --param cell_a --tolerance 1e-19");
    CAPTURE(outcome.output);
    CHECK(outcome.exit_code == 1);
    CHECK(contains(outcome.output, "1 off"));
}
