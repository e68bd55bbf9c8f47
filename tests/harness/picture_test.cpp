#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "picture_output.hpp"
#include "program.hpp"
#include "scene_source.hpp"

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
