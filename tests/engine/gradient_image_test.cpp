#include <doctest/doctest.h>

#include "tapir/engine/derivative_image.hpp"
#include "tapir/engine/rendered_pixels.hpp"
#include "tapir/trace/base/error.hpp"
#include "varied_scenes.hpp"

/// Derivative images: blocks of pixels against one pixel at a time.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;

/// Every pixel of the image has the bits of its derivative computed alone.
void check_image(const Experiment& experiment, const RunSpec& run, const std::string& name) {
    CAPTURE(name);
    const Image<double> image = derivative_image(experiment, run, name);
    const auto found =
        engine::gradients(experiment, run, {name}, RenderedPixels(experiment.input).all());
    REQUIRE(found.pixels.size() == image.size());
    bool some = false;
    for (std::size_t i = 0; i < image.size(); ++i) {
        CAPTURE(i);
        CHECK(image[i] == found.pixels[i].derivatives[0]);
        some = some || image[i] != 0;
    }
    CHECK(some);
}

/// A detector wide enough for a whole block and a part of one.
ExperimentRequest wide(ExperimentRequest request) {
    request.pixels_fast = 70;
    request.pixels_slow = 2;
    request.pixel_size_m = 2e-4;
    return request;
}

} // namespace

TEST_CASE("derivative image: the bits of single pixels on every instruction set") {
    const Experiment plain = resolved(wide(small_request()));
    ExperimentRequest request = wide(rich_request());
    request.sensor_layers = 1;
    request.divergence_horizontal = {};
    const Experiment rich = resolve(request, uneven_amplitudes());
    for (const InstructionSet set : available_instruction_sets()) {
        CAPTURE(std::string(name_of(set)));
        RunSpec run = c_parity(2);
        run.instruction_set = set;
        check_image(plain, run, "cell_a");
        check_image(rich, run, "misset_y");
        run.phi_mode = PhiMode::spec;
        check_image(plain, run, "distance");
        check_image(rich, run, "F_scale");
    }
}

TEST_CASE("derivative image: other shapes, and interpolation between reflections") {
    ExperimentRequest request = wide(small_request());
    request.phi_steps = 1;
    for (const LatticeShape shape : {LatticeShape::round, LatticeShape::gauss}) {
        request.shape = shape;
        check_image(resolved(request), {}, "cell_b");
    }
    request.shape = LatticeShape::square;
    request.interpolation = Interpolation::on;
    request.pixels_fast = 8;
    check_image(resolve(request, uneven_amplitudes()), {}, "wavelength");
}

TEST_CASE("derivative image: a parameter without a derivative is refused") {
    CHECK_THROWS_AS((void)derivative_image(small_experiment(), {}, "mosaic_spread"), InputError);
    ExperimentRequest request = small_request();
    CHECK_THROWS_AS((void)derivative_image(resolved(request), c_parity(), "phi_start"), InputError);
}
