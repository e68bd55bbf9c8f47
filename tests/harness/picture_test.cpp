#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "program.hpp"
#include "run/picture_output.hpp"
#include "scene/preset_source.hpp"
#include "scene/scene_source.hpp"

/// Pictures as a user asks for them, and resolution rings against textbook geometry.
namespace {

using namespace tapir::test;

} // namespace

TEST_CASE("render: a picture in every scale and colour, bare or with axes, again the same bytes") {
    const ScratchFolder scratch;
    const std::string render = "render --config simple_cubic --png-out ";
    std::vector<std::string> seen;
    for (const std::string how :
         {"", " --png-scale linear", " --png-scale log", " --png-scale percentile",
          " --png-colour perceptual", " --png-axes", " --png-axes --png-scale log"}) {
        CAPTURE(how);
        for (const char* name : {"a.png", "b.png"}) {
            std::string command = render;
            command.append(scratch.file(name)).append(how);
            REQUIRE(run_program(command).exit_code == 0);
        }
        const std::string bytes = text_of(scratch.file("a.png"));
        CHECK(bytes == text_of(scratch.file("b.png")));
        CHECK(std::find(seen.begin(), seen.end(), bytes) == seen.end());
        seen.push_back(bytes);
    }
}

TEST_CASE("render: how a picture looks without a picture is refused, and so are unknown words") {
    const ScratchFolder scratch;
    const std::string render = "render --config simple_cubic ";
    const Outcome lost =
        run_program(render + "--float-out " + scratch.file("a.f32") + " --png-axes");
    CHECK(lost.exit_code == 2);
    CHECK(contains(lost.output, "--png-out FILE"));
    CHECK(run_program(render + "--png-out " + scratch.file("a.png") + " --png-scale cube")
              .exit_code == 2);
    CHECK(run_program(render + "--png-out " + scratch.file("a.png") + " --png-colour jet")
              .exit_code == 2);
    CHECK(scratch.is_empty());
}

TEST_CASE("spacing_map: lambda / (2 sin theta) of a flat detector across the beam") {
    using namespace tapir::harness;
    const auto spacing = spacing_map(load_experiment(scene_from_preset("simple_cubic")));
    REQUIRE(spacing);
    // pixels of 0.1 mm at 100 mm, 1 angstrom; MOSFLM's default centre lies at 50.5 pixels
    for (const auto& [slow, fast] : {std::pair{0, 0}, {99, 3}, {40, 60}, {51, 77}}) {
        const double r_mm = 0.1 * std::hypot(slow - 50.5, fast - 50.5);
        CAPTURE(r_mm);
        const double theta = std::atan2(r_mm, 100.0) / 2;
        CHECK(spacing(static_cast<std::size_t>(slow), static_cast<std::size_t>(fast)) ==
              doctest::Approx(1 / (2 * std::sin(theta))).epsilon(1e-3));
    }
}

TEST_CASE("picture: an image of any form is painted as render paints it") {
    const ScratchFolder scratch;
    const auto file = [&scratch](const char* name) { return scratch.file(name); };
    REQUIRE(run_program("render --config simple_cubic --float-out " + file("a.f32") +
                        " --png-out " + file("bare.png") + " --png-scale log")
                .exit_code == 0);
    for (const std::string source : {"", " --size 100 100", " --config simple_cubic"}) {
        CAPTURE(source);
        const Outcome painted = run_program("picture " + file("a.f32") + source + " --png-out " +
                                            file("b.png") + " --png-scale log");
        CAPTURE(painted.output);
        REQUIRE(painted.exit_code == 0);
        CHECK(contains(painted.output, "100 x 100 pixels (slow x fast), log scale from"));
        CHECK(text_of(file("bare.png")) == text_of(file("b.png")));
    }
    // axes alone, and with the rings of a scene
    std::vector<std::string> seen;
    for (const std::string source : {"", " --config simple_cubic"}) {
        for (const std::string scale : {"sqrt", "linear", "log", "percentile"}) {
            REQUIRE(run_program("picture " + file("a.f32") + source + " --png-axes --png-out " +
                                file("c.png") + " --png-scale " + scale)
                        .exit_code == 0);
            const std::string bytes = text_of(file("c.png"));
            CHECK(std::find(seen.begin(), seen.end(), bytes) == seen.end());
            seen.push_back(bytes);
        }
    }
}

TEST_CASE("picture: what no scale shows is counted, and bad input leaves nothing behind") {
    const ScratchFolder scratch;
    const std::string image = scratch.file("a.f32");
    const auto write = [&image](const std::vector<float>& pixels) {
        std::ofstream(image, std::ios::binary)
            .write(reinterpret_cast<const char*>(pixels.data()),
                   static_cast<std::streamsize>(pixels.size() * sizeof(float)));
    };
    const std::string out = scratch.file("a.png");
    const std::string paint = "picture " + image + " --png-out " + out;
    const float nan = std::nanf("");
    write({1, 2, 3, nan, -1, 6});
    const auto refused = [&](const std::string& options, const std::string& phrase) {
        const Outcome outcome = run_program(paint + options);
        CAPTURE(options);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 2);
        CHECK(contains(outcome.output, phrase));
        CHECK_FALSE(std::filesystem::exists(out));
    };
    refused("", "of a size that is known");
    refused(" --size 2 2", "holds 3 x 2 pixels (slow x fast), not 2 x 2");
    refused(" --size 2 4", "no whole number of rows of 4");
    refused(" --size 0 3", "--size");
    refused(" --size 2 3 --config simple_cubic", "does not go with a scene");
    refused(" --config simple_cubic", "no whole number of rows");
    refused(" --size 2 3 --png-scale cube", "--png-scale");
    refused(" --sise 2 3", "--size");
    CHECK(run_program("picture " + image + " --size 2 3").exit_code == 2);
    CHECK(run_program("picture " + image + " --size 2 3 --png-out " + image).exit_code == 2);
    CHECK(std::filesystem::file_size(image) == 6 * sizeof(float));
    const Outcome painted = run_program(paint + " --size 2 3");
    CAPTURE(painted.output);
    CHECK(painted.exit_code == 0);
    CHECK(contains(painted.output, "1 pixel(s) lie below it"));
    CHECK(contains(painted.output, "1 are no finite number"));
    std::filesystem::remove(out);
    write({-1, nan, 0, 0, 0, 0});
    refused(" --size 2 3 --png-scale log", "holds no positive number");
    write({nan, nan});
    refused(" --size 1 2 --png-scale linear", "holds no finite number");
}
