#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <sstream>

#include <nlohmann/json.hpp>

#include "corpus.hpp"
#include "tapir/trace/base/number_text.hpp"

/// `--arbiter` and `--conditioning` as a user asks for them.
namespace {

using namespace tapir::test;
using nlohmann::json;

const std::string small_scene = " --args-file args.txt --phi-mode c-parity";

/// A command with its JSON, which is all that stands on standard output.
struct Answer {
    int exit_code;
    json document;
};

Answer answer_of(const std::string& command, const ScratchFolder& scratch) {
    const std::string file = scratch.file("answer.json");
    std::filesystem::remove(file);
    const Outcome outcome = run_program(command + " --json " + file);
    CAPTURE(outcome.output);
    REQUIRE(std::filesystem::exists(file));
    return {outcome.exit_code, json::parse(text_of(file))};
}

/// Our image of the scene, of a precision.
std::string rendered(const ScratchFolder& scratch, const std::string& dtype) {
    const std::string file = scratch.file(dtype + ".f32");
    const Outcome outcome =
        run_program("render --dtype " + dtype + " --float-out " + file + small_scene);
    CAPTURE(outcome.output);
    REQUIRE(outcome.exit_code == 0);
    return file;
}

/// Our trace of a pixel, of a precision.
std::string traced(const ScratchFolder& scratch, const std::string& dtype,
                   const std::string& name) {
    const std::string file = scratch.file(name);
    const Outcome outcome = run_program("trace --arithmetic portable --dtype " + dtype +
                                        " --pixel 26 25 --out " + file + small_scene);
    CAPTURE(outcome.output);
    REQUIRE(outcome.exit_code == 0);
    return file;
}

/// An image with every pixel times a factor.
std::string scaled(const ScratchFolder& scratch, const std::string& image, double factor,
                   const std::string& name) {
    std::string bytes = text_of(image);
    for (std::size_t place = 0; place < bytes.size(); place += sizeof(float)) {
        float value = 0;
        std::memcpy(&value, bytes.data() + place, sizeof value);
        value = static_cast<float>(static_cast<double>(value) * factor);
        std::memcpy(bytes.data() + place, &value, sizeof value);
    }
    return scratch.write(name, bytes);
}

/// The entries of a judgement that are held against the scene, or against own records.
std::vector<json> judged(const json& document, const std::string& inputs) {
    std::vector<json> found;
    for (const json& value : document.at("arbiter").at("values")) {
        if (value.at("inputs") == inputs) {
            found.push_back(value);
        }
    }
    return found;
}

} // namespace

TEST_CASE("arbiter: of two images the one in double precision is the exact one to its last place") {
    const InFolder here(case_folder("phi_zero"));
    const ScratchFolder scratch;
    const std::string command =
        "why " + rendered(scratch, "float64") + " " + rendered(scratch, "float32") + small_scene;
    const Answer plain = answer_of(command, scratch);
    CHECK(!plain.document.contains("arbiter"));
    const Answer asked = answer_of(command + " --arbiter", scratch);
    CHECK(asked.exit_code == plain.exit_code);
    CHECK(asked.document.at("sentence") == plain.document.at("sentence"));
    CHECK(asked.document.at("arbiter").at("number_type").get<std::string>().size() > 5);
    const std::vector<json> values = judged(asked.document, "scene");
    REQUIRE(values.size() >= 5);
    for (const json& value : values) {
        CHECK(value.at("nearer") == "reference");
        CHECK(value.at("reference").at("within_rounding") == true);
        CHECK(value.at("candidate").at("within_rounding") == false);
        CHECK(value.at("candidate").at("relative") < 1e-2);
        const auto decimal = value.at("reference").at("exact").at("decimal").get<std::string>();
        CHECK(decimal.size() > 30);
        CHECK(std::stod(decimal) ==
              std::stod(value.at("reference").at("exact").at("hexadecimal").get<std::string>()));
    }
}

TEST_CASE("arbiter: a slip of one pixel, two equal images, and two that are wrong alike") {
    const InFolder here(case_folder("phi_zero"));
    const ScratchFolder scratch;
    const std::string sound = rendered(scratch, "float64");
    std::string bytes = text_of(sound);
    float value = 0;
    constexpr std::size_t place = (26 * 64 + 25) * sizeof(float);
    REQUIRE(place < bytes.size());
    std::memcpy(&value, bytes.data() + place, sizeof value);
    value *= 1 + 1e-5F;
    std::memcpy(bytes.data() + place, &value, sizeof value);
    const std::string slip = scratch.write("slip.f32", bytes);
    const Answer one = answer_of("why " + slip + " " + sound + small_scene + " --arbiter", scratch);
    CHECK(one.exit_code == 1);
    REQUIRE(judged(one.document, "scene").size() == 1);
    const json judgement = judged(one.document, "scene").front();
    CHECK(judgement.at("nearer") == "candidate");
    CHECK(judgement.at("reference").at("relative").get<double>() ==
          doctest::Approx(1e-5).epsilon(1e-2));

    const std::string same = scratch.write("same.f32", text_of(sound));
    const Answer equal =
        answer_of("why " + same + " " + sound + small_scene + " --arbiter", scratch);
    CHECK(equal.exit_code == 0);
    for (const json& both : judged(equal.document, "scene")) {
        CHECK(both.at("nearer") == "both");
    }
    const std::string more = scaled(scratch, sound, 1.001, "more.f32");
    const Answer wrong = answer_of("why " + more + " " + scratch.write("w.f32", text_of(more)) +
                                       small_scene + " --arbiter --pixel 26 25",
                                   scratch);
    CHECK(wrong.exit_code == 0); // no verdict by itself
    REQUIRE(judged(wrong.document, "scene").size() == 1);
    CHECK(judged(wrong.document, "scene").front().at("nearer") == "neither");
    CHECK(judged(wrong.document, "scene").front().at("candidate").at("relative").get<double>() ==
          doctest::Approx(1e-3).epsilon(1e-3));
}

TEST_CASE("arbiter: of two traces double precision is nearer by about 2^29") {
    const InFolder here(case_folder("phi_zero"));
    const ScratchFolder scratch;
    const Answer answer =
        answer_of("why " + traced(scratch, "float64", "double.trace") + " " +
                      traced(scratch, "float32", "single.trace") + small_scene + " --arbiter",
                  scratch);
    const std::vector<json> values = judged(answer.document, "scene");
    REQUIRE(!values.empty());
    const json& photons = values.back();
    CHECK(photons.at("tap") == "photons");
    CHECK(photons.at("nearer") == "reference");
    CHECK(photons.at("times") > 0x1p24);
    CHECK(photons.at("times") < 0x1p34);
    CHECK(answer.document.at("arbiter").at("other_decisions").empty());
    if (answer.document.at("arbiter").at("checked_with") != "") {
        CHECK(answer.document.at("arbiter").at("agreement") < 1e-24);
    }
}

TEST_CASE("arbiter: a slip in one stage is judged against the scene and on its own inputs") {
    const InFolder here(case_folder("phi_zero"));
    const ScratchFolder scratch;
    // the log of a program whose solid angle is a little too large where it is printed
    const std::string c_log = scratch.file("sound.log");
    REQUIRE(run_program("trace --dialect c --pixel 26 25 --out " + c_log + small_scene).exit_code ==
            0);
    std::string log = text_of(c_log);
    const std::size_t omega = log.find("omega_pixel");
    REQUIRE(omega != std::string::npos);
    const std::size_t number = log.find_first_of("0123456789", omega + 11);
    const std::size_t after = log.find_first_of(" \n", number);
    const double value = std::stod(log.substr(number, after - number));
    log.replace(number, after - number, tapir::trace::general15(value * (1 + 1e-9)));
    const std::string slip = scratch.write("slip.log", log);
    const Answer answer =
        answer_of("why " + c_log + " " + slip + small_scene + " --arbiter", scratch);
    CHECK(answer.exit_code != 0);
    const std::vector<json> scene = judged(answer.document, "scene");
    const std::vector<json> own = judged(answer.document, "own");
    REQUIRE(!scene.empty());
    REQUIRE(!own.empty());
    for (const json& judgement : {scene.front(), own.front()}) {
        CHECK(judgement.at("nearer") == "reference");
        CHECK(judgement.at("reference").at("relative") < 1e-14);
        CHECK(judgement.at("candidate").at("relative").get<double>() ==
              doctest::Approx(1e-9).epsilon(1e-3));
    }
}

TEST_CASE("arbiter: what cannot be judged is refused, and the remedy said") {
    const InFolder here(case_folder("phi_zero"));
    const ScratchFolder scratch;
    const Outcome no_scene = run_program("why cref/image.f32 spec/image.f32 --arbiter");
    CHECK(no_scene.exit_code == 2);
    CHECK(contains(no_scene.output, "needs a scene"));
    CHECK(contains(no_scene.output, "--config"));
    CHECK(run_program("why cref/image.f32 spec/image.f32 --pixel 1 1" + small_scene).exit_code ==
          2);
    const Outcome outside =
        run_program("why cref/image.f32 spec/image.f32 --arbiter --pixel 999 1" + small_scene);
    CAPTURE(outside.output);
    CHECK(outside.exit_code == 2);
    const std::string text = scratch.write("a.txt", "energy 1.5\n");
    const std::string other = scratch.write("b.txt", "energy 1.6\n");
    CHECK(run_program("diff " + text + " " + other + small_scene + " --arbiter").exit_code == 2);
}

TEST_CASE("arbiter: a bundle keeps the answer and finds it again byte for byte") {
    const InFolder here(case_folder("phi_zero"));
    const ScratchFolder scratch;
    const std::string bundle = scratch.file("evidence");
    const Outcome made =
        run_program("why cref/image.f32 spec/image.f32 --arbiter --conditioning --pixel 26 25"
                    " --bundle " +
                    bundle + small_scene);
    CAPTURE(made.output);
    REQUIRE(made.exit_code == 1);
    CHECK(contains(made.output, "arbiter: Exact answer"));
    const json verdict = json::parse(text_of(bundle + "/verdict.json"));
    CHECK(verdict.at("arbiter").at("values").size() == 1);
    CHECK(verdict.at("arbiter").at("values").front().at("nearer") == "reference");
    CHECK(contains(text_of(bundle + "/report.html"), "Exact answer"));
    const Outcome again = run_program("bundle replay " + bundle);
    CAPTURE(again.output);
    CHECK(again.exit_code == 0);
}

TEST_CASE("conditioning: photons move with the fluence one to one, and with the wavelength as a "
          "difference says") {
    const InFolder here(case_folder("phi_zero"));
    const ScratchFolder scratch;
    const std::string lines = scratch.file("conditioning.jsonl");
    const std::string file = scratch.file("own.trace");
    REQUIRE(
        run_program("trace --pixel 26 25 --out " + file + " --conditioning " + lines + small_scene)
            .exit_code == 0);
    json photons;
    std::istringstream stream(text_of(lines));
    for (std::string line; std::getline(stream, line);) {
        const json record = json::parse(line);
        photons = record.at("tap") == "photons" ? record : photons;
    }
    REQUIRE(photons.is_object());
    std::map<std::string, double> relative;
    std::map<std::string, double> slope;
    for (const json& term : photons.at("parameters")) {
        const std::string tap = term.at("tap");
        slope[tap] += term.at("slope").get<double>();
        if (term.at("relative").is_number()) {
            relative[tap] = term.at("relative");
        }
    }
    CHECK(relative.at("fluence") == doctest::Approx(1).epsilon(1e-12));
    CHECK(relative.at("r_e_squared") == doctest::Approx(1).epsilon(1e-12));
    // the photons of wavelengths a millionth longer and shorter; the C program's option is in
    // angstrom, and the derivative of the second order is below 1e-4 of it there
    const auto photons_at = [&](const std::string& wavelength) {
        std::string words = text_of("args.txt");
        const std::size_t place = words.find("-lambda 1.0 ");
        REQUIRE(place != std::string::npos);
        words.replace(place, 12, "-lambda " + wavelength + " ");
        words.erase(std::remove(words.begin(), words.end(), '\n'), words.end());
        const Outcome outcome = run_program("trace --pixel 26 25 --phi-mode c-parity -- " + words);
        const std::size_t line = outcome.output.find("\nphotons [");
        CAPTURE(outcome.output.substr(0, 2000));
        REQUIRE(line != std::string::npos);
        return std::stod(outcome.output.substr(outcome.output.find(" : ", line) + 3));
    };
    const double difference = (photons_at("1.000001") - photons_at("0.999999")) / 2e-16;
    CHECK(slope.at("nominal_wavelength") == doctest::Approx(difference).epsilon(1e-4));
}
