#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <fstream>

#include <nlohmann/json.hpp>

#include "corpus.hpp"

/// `why` and `attest` as a user runs them.
namespace {

using namespace tapir::test;

} // namespace

TEST_CASE("why: two images of the two phi modes; the engine says which side is odd, and why") {
    const InFolder here(case_folder("phi_zero"));
    const Outcome outcome =
        run_program("why cref/image.f32 spec/image.f32 --args-file args.txt --phi-mode c-parity");
    CHECK(outcome.exit_code == 1);
    CHECK(outcome.output.find("the candidate is what this engine gives with phi0_carryover "
                              "switched over") != std::string::npos);
    CHECK(outcome.output.find("tapir trace --args-file args.txt --pixel") != std::string::npos);
    CHECK(outcome.output.find("-trace_pixel") != std::string::npos);
    CHECK(std::count(outcome.output.begin(), outcome.output.end(), '\n') <= 41);
}

TEST_CASE("why: traces that agree, and images of another set-up, are no parity") {
    const InFolder here(case_folder("phi_zero"));
    const ScratchFolder scratch;
    const std::string scene = " --args-file args.txt --phi-mode c-parity";
    const std::string ours = scratch.file("ours.log");
    REQUIRE(run_program("trace --dialect c --pixel 26 25 --out " + ours + scene).exit_code == 0);
    const std::string traces = "why cref/trace_26_25.log " + ours + scene;
    CHECK(run_program(traces).exit_code == 0);
    const Outcome fits = run_program(traces + " --images cref/image.f32 cref/image.f32");
    CAPTURE(fits.output);
    CHECK(fits.exit_code == 0);
    CHECK(fits.output.find("holds what the trace of the candidate ends with") != std::string::npos);
    const Outcome other = run_program(traces + " --images cref/image.f32 spec/image.f32");
    CAPTURE(other.output);
    CHECK(other.exit_code == 1);
    CHECK(other.output.find("different set-ups") != std::string::npos);
    CHECK(other.output.find("candidate holds 51234.26") != std::string::npos);
    CHECK(run_program("why cref/image.f32 spec/image.f32 --images cref/image.f32 spec/image.f32" +
                      scene)
              .exit_code == 2);
}

TEST_CASE("why: traces that agree, and images that differ elsewhere, are no parity") {
    const InFolder here(case_folder("phi_zero"));
    const ScratchFolder scratch;
    const std::string scene = " --args-file args.txt --phi-mode c-parity";
    std::string image = text_of("cref/image.f32");
    image[4] = static_cast<char>(image[4] ^ 0x10); // a bit of pixel 0 1
    image[6] = static_cast<char>(image[6] ^ 0x10);
    const std::string other = scratch.write("other.f32", image);
    for (const std::string dialect : {"c", "py", "native"}) {
        CAPTURE(dialect);
        const std::string ours = scratch.file("ours.log");
        REQUIRE(run_program("trace --dialect " + dialect + " --pixel 26 25 --out " + ours + scene)
                    .exit_code == 0);
        const std::string traces = "why cref/trace_26_25.log " + ours + scene + " --images ";
        const Outcome same = run_program(traces + "cref/image.f32 cref/image.f32");
        CAPTURE(same.output);
        CHECK(same.exit_code == 0);
        const Outcome differ = run_program(traces + "cref/image.f32 " + other);
        CAPTURE(differ.output);
        CHECK(differ.exit_code == 1);
        CHECK(contains(differ.output, "the images do not"));
        CHECK(contains(differ.output, "trace pixel 0 1"));
    }
}

TEST_CASE("trace: pixels in the port's dialect can be told apart again") {
    const InFolder here(case_folder("phi_zero"));
    const ScratchFolder scratch;
    const std::string scene = " --args-file args.txt --phi-mode c-parity";
    const auto traced = [&](const std::string& dialect, const std::string& name) {
        const std::string file = scratch.file(name);
        REQUIRE(run_program("trace --dialect " + dialect + " --pixel 26 25 --pixel 3 4 --out " +
                            file + scene)
                    .exit_code == 0);
        return file;
    };
    const std::string port = traced("py", "a");
    const std::string again = traced("py", "b");
    for (const std::string& pair :
         {port + " " + again, traced("c", "c") + " " + port, traced("native", "d") + " " + port}) {
        const Outcome outcome = run_program("diff " + pair + scene);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 0);
    }
}

TEST_CASE("why: an image and a trace, or nonsense, are refused") {
    const InFolder here(case_folder("phi_zero"));
    CHECK(run_program("why cref/image.f32 cref/trace_26_25.log").exit_code == 2);
    CHECK(run_program("why cref/image.f32 missing.f32").exit_code == 2);
    CHECK(run_program("why cref/image.f32 spec/image.f32").exit_code == 2); // size unknown
    CHECK(
        run_program("why cref/image.f32 spec/image.f32 --args-file args.txt --rtol 2").exit_code ==
        2);
}

TEST_CASE("why: writes the verdict for people, for CI, and as scripts read it") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const Outcome outcome = run_program(
        "why cref/trace_26_25.log spec/trace_26_25.log --args-file args.txt --phi-mode c-parity"
        " --junit " +
        scratch.file("j.xml") + " --html " + scratch.file("h.html") + " --markdown " +
        scratch.file("m.md") + " --metrics " + scratch.file("m.json"));
    CHECK(outcome.exit_code == 1);
    const auto metrics = nlohmann::json::parse(text_of(scratch.file("m.json")));
    CHECK(metrics.at("tolerance_rel") == 1e-6);
    CHECK(metrics.at("first_divergence") == "I_before_scaling");
    CHECK(metrics.at("num_divergent") == 2);
    CHECK(metrics.at("factors").size() == 9);
    CHECK(metrics.at("factors").at("polar").at("status") == "PASS");
    CHECK(text_of(scratch.file("j.xml")).find("failures=\"2\"") != std::string::npos);
    CHECK(text_of(scratch.file("h.html")).find("stale") != std::string::npos);
    CHECK(text_of(scratch.file("m.md")).find("# divergence") == 0);
}

TEST_CASE("attest: our own traces come out again value for value, in any precision") {
    const ScratchFolder scratch;
    const std::string scene = " --config supervisor";
    for (const std::string how :
         {"", " --arithmetic portable", " --dtype float32 --arithmetic portable",
          " --phi-mode c-parity"}) {
        CAPTURE(how);
        const std::string file = scratch.file("own.tapir");
        REQUIRE(run_program("trace" + scene + how + " --pixel 685 1039 --out " + file).exit_code ==
                0);
        const Outcome outcome = run_program("attest " + file + scene);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 0);
        CHECK(outcome.output.find("PARITY") != std::string::npos);
    }
}

TEST_CASE("attest: traces of the C program are consistent, with a scene and without") {
    const InFolder here(case_folder("phi_zero"));
    CHECK(run_program("attest cref/trace_26_25.log").exit_code == 0);
    CHECK(run_program("attest cref/trace_26_25.log --args-file args.txt --phi-mode c-parity")
              .exit_code == 0);
}

TEST_CASE(
    "attest: the phi mode is found where nobody gives it, and taken as given where one does") {
    const std::string of_c =
        "attest " + std::string(TAPIR_SOURCE_DIR) +
        "/configs/traces/supervisor_685_1039_nanobragg.log --config supervisor";
    const Outcome found = run_program(of_c);
    CAPTURE(found.output);
    CHECK(found.exit_code == 0);
    CHECK(contains(found.output, "made with --phi-mode c-parity"));
    CHECK(run_program(of_c + " --phi-mode c-parity").exit_code == 0);
    CHECK(run_program(of_c + " --phi-mode spec").exit_code == 4);
    CHECK(run_program(of_c + " --quirk phi0_carryover=off").exit_code == 4);
    CHECK(run_program(of_c + " --profile spec").exit_code == 4);
}

TEST_CASE("attest: a value that is no finite number is not consistent, with a scene and without") {
    const InFolder here(case_folder("phi_zero"));
    const ScratchFolder scratch;
    const std::string good = text_of("cref/trace_26_25.log");
    for (const std::string key : {"TRACE_C: I_pixel_final ", "TRACE_C: F_latt "}) {
        const std::size_t at = good.find(key) + key.size();
        for (const std::string bad : {"nan", "inf", "-inf"}) {
            CAPTURE(key);
            CAPTURE(bad);
            std::ofstream(scratch.file("a.log"))
                << good.substr(0, at) << bad << good.substr(good.find('\n', at));
            const Outcome alone = run_program("attest " + scratch.file("a.log"));
            CAPTURE(alone.output);
            CHECK(alone.exit_code == 4);
            CHECK(alone.output.find("not a finite number") != std::string::npos);
            CHECK(run_program("attest " + scratch.file("a.log") +
                              " --args-file args.txt --phi-mode c-parity")
                      .exit_code == 4);
        }
    }
}

TEST_CASE("attest: a lying print is found without any other trace") {
    for (const std::string name : {"hv040", "hv061", "hv065", "hv078", "hv079"}) {
        CAPTURE(name);
        const Outcome outcome =
            run_program("attest " + (test_data() / "hard_faults" / name / "trace.log").string());
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 4);
        CHECK(outcome.output.find("class tracer") != std::string::npos);
    }
    // and honest ones are not blamed, however noisy
    for (const std::string name : {"hv012", "hv021", "hv023", "hv034", "hv115", "hv121"}) {
        CAPTURE(name);
        CHECK(run_program("attest " + (test_data() / "hard_faults" / name / "trace.log").string())
                  .exit_code == 0);
    }
}

TEST_CASE("why: a clipped image is named, with what the clip explains, on the screen and in JSON") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    std::string image = text_of("cref/image.f32");
    std::vector<float> pixels(image.size() / sizeof(float));
    std::memcpy(pixels.data(), image.data(), image.size());
    std::vector<float> sorted = pixels;
    std::sort(sorted.begin(), sorted.end());
    const float limit = sorted[sorted.size() - 21];
    for (float& value : pixels) {
        value = std::min(value, limit);
    }
    std::memcpy(image.data(), pixels.data(), image.size());
    const Outcome outcome =
        run_program("why cref/image.f32 " + scratch.write("clipped.f32", image) +
                    " --args-file args.txt --json " + scratch.file("verdict.json"));
    CHECK(outcome.exit_code == 1);
    CHECK(contains(outcome.output, "the values are clipped"));
    const auto root =
        nlohmann::json::parse(text_of(scratch.file("verdict.json"))).at("root_causes").at(0);
    const auto& fit = root.at("image_relation");
    CHECK(fit.at("explained") == 20);
    CHECK(fit.at("departing") == 20);
    CHECK(fit.at("residual_before").get<double>() > 0.001);
    CHECK(fit.at("residual_after") == 0);
}
