#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <sstream>

#include "corpus.hpp"
#include "nanobragg/nanobragg_args.hpp"
#include "quad_pixel.hpp"
#include "scene/scene_source.hpp"
#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/pixel_kernel.hpp"
#include "tapir/engine/setup/derive_scene.hpp"
#include "tapir/engine/setup/rounded_scene.hpp"

/// Errors of whole pixels: portable against the C program's formula, both against 113 bits.
using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;

#if defined(TAPIR_HAS_QUADMATH)

namespace {

/// The supervisor's command, with changes.
Experiment supervisor_with(const std::string& changes) {
    const InFolder here(case_folder("supervisor"));
    std::vector<std::string> args = harness::words_of_file("args.txt");
    std::istringstream words(changes);
    for (std::string word; words >> word;) {
        args.push_back(word);
    }
    return harness::load_experiment(harness::scene_from_nanobragg_args(args));
}

struct Errors {
    double median = 0, p99 = 0, most = 0;
};

Errors errors_of(std::vector<double> relative) {
    std::sort(relative.begin(), relative.end());
    return {relative[relative.size() / 2], relative[relative.size() * 99 / 100], relative.back()};
}

/// Relative errors of random pixels in every kind of arithmetic, on identical inputs.
struct Measured {
    Errors portable, reference, mixed, float32;
};

Measured measure(const Experiment& experiment, int pixels) {
    NullTap tap;
    const DerivedScene<Float64> scene = derive_scene<double>(experiment, PhiMode::spec, tap);
    const DerivedScene<Mixed> mixed_scene = rounded_scene<Mixed>(scene);
    const DerivedScene<Float32> single_scene = rounded_scene<Float32>(scene);
    const SceneView<Float64> view = scene.view();
    std::mt19937 random(5);
    std::vector<double> portable;
    std::vector<double> reference;
    std::vector<double> mixed;
    std::vector<double> float32;
    const auto below = [&random](int count) {
        return static_cast<int>(random() % static_cast<unsigned>(count));
    };
    while (portable.size() < static_cast<std::size_t>(pixels)) {
        const int slow = below(experiment.input.pixels_slow);
        const trace::Pixel pixel{slow, below(experiment.input.pixels_fast)};
        const Binary128 exact = quad_photons(view, pixel);
        if (!(exact > 0)) {
            continue;
        }
        const auto error = [exact](double value) {
            return static_cast<double>(fabsq((static_cast<Binary128>(value) - exact) / exact));
        };
        PhiState state;
        portable.push_back(
            error(pixel_photons<Float64, PortableArithmetic>(view, pixel, state, tap)));
        reference.push_back(
            error(pixel_photons<Float64, ReferenceArithmetic>(view, pixel, state, tap)));
        mixed.push_back(
            error(pixel_photons<Mixed, PortableArithmetic>(mixed_scene.view(), pixel, state, tap)));
        float32.push_back(error(static_cast<double>(
            pixel_photons<Float32, PortableArithmetic>(single_scene.view(), pixel, state, tap))));
    }
    return {errors_of(portable), errors_of(reference), errors_of(mixed), errors_of(float32)};
}

void check_no_worse(const std::string& scene, const Errors& ours, const Errors& c) {
    std::ostringstream line;
    line << scene << ": portable median " << ours.median << ", 99 % " << ours.p99 << ", most "
         << ours.most << "; C program's formula " << c.median << ", " << c.p99 << ", " << c.most;
    INFO(line.str());
    CHECK(ours.median <= c.median);
    CHECK(ours.p99 <= c.p99);
    CHECK(ours.most <= c.most);
    CHECK(ours.most > 0); // an error of 0 everywhere would mean that nothing was compared
}

} // namespace

// The samples are fixed and portable makes the same bits everywhere. The C program's formula uses
// this machine's libm: another one moves its figures a little, far less than they differ.
TEST_CASE("accuracy: portable is no worse than the C program's formula against 113 bits") {
    const std::string small = "-detpixels_x 512 -detpixels_y 512 -Xbeam 44.032 -Ybeam 44.032 ";
    struct Scene {
        const char* name;
        std::string changes;
        int pixels;
        double mixed_most; ///< of the mixed mode, whose sum is a float
    };
    for (const Scene& scene :
         {Scene{"supervisor", "", 8000, 1e-6}, Scene{"N = 1000", "-N 1000", 8000, 1e-6},
          Scene{"mosaic", small + "-phisteps 5 -mosaic 0.5 -mosaic_domains 50", 1000, 1.5e-6},
          Scene{"divergence",
                small + "-phisteps 1 -hdivrange 1 -vdivrange 1 -hdivsteps 33 -vdivsteps 33", 3000,
                1e-5}}) {
        CAPTURE(std::string(scene.name));
        const Measured measured = measure(supervisor_with(scene.changes), scene.pixels);
        check_no_worse(scene.name, measured.portable, measured.reference);
        CHECK(measured.mixed.most < scene.mixed_most);
        CHECK(measured.mixed.most > 1e-8);
        // single precision loses the phase along the crystal's edges: half the pixels are good to
        // some 1e-3 N / 36, near a zero of the lattice factor nothing is left
        CHECK(measured.float32.median < 1e-2);
        CHECK(measured.float32.median > 1e-5);
    }
}

#else

TEST_CASE("accuracy: portable against 113 bits" * doctest::skip()) {
    MESSAGE("not run: this compiler has no quadruple precision");
}

#endif
