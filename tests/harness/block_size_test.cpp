#include <doctest/doctest.h>

#include <numeric>

#include "corpus_scene.hpp"
#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/numbers/precise.hpp"
#include "tapir/engine/pixel_kernel.hpp"
#include "tapir/engine/setup/derive_scene.hpp"
#include "tapir/engine/setup/rounded_scene.hpp"

/// The number of pixels the kernel takes side by side is a matter of speed alone.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;

template <int lanes>
std::vector<double> in_blocks(const SceneView<Float64>& scene, int slow,
                              const std::vector<int>& columns) {
    NullTap tap;
    PhiState state; // not used where no cache is carried over
    std::vector<double> photons(columns.size());
    const int count = static_cast<int>(columns.size());
    for (int first = 0; first < count; first += lanes) {
        const auto from = static_cast<std::size_t>(first);
        block_photons<Float64, PortableArithmetic, AnyLattice, lanes>(
            scene, slow, &columns[from], std::min(lanes, count - first), state, tap,
            &photons[from]);
    }
    return photons;
}

} // namespace

TEST_CASE("block_photons: 16, 32, 48, 64 or 128 pixels side by side have the bits of one alone") {
    int compared = 0;
    for (const CorpusCase& corpus_case : corpus_cases()) {
        const Experiment experiment = experiment_of(corpus_case);
        if (experiment.interpolate) { // never side by side
            continue;
        }
        CAPTURE(corpus_case.name);
        NullTap tap;
        const DerivedScene<Float64> scene =
            rounded_scene<Float64>(derive_scene<Precise>(experiment, PhiMode::spec, tap));
        const SceneView<Float64> view = scene.view();
        std::vector<int> columns(
            static_cast<std::size_t>(std::min(experiment.input.pixels_fast, 300)));
        std::iota(columns.begin(), columns.end(), 0);
        for (const int slow : {0, experiment.input.pixels_slow / 2}) {
            CAPTURE(slow);
            const std::vector<double> alone = in_blocks<1>(view, slow, columns);
            CHECK(in_blocks<16>(view, slow, columns) == alone);
            CHECK(in_blocks<32>(view, slow, columns) == alone);
            CHECK(in_blocks<48>(view, slow, columns) == alone);
            CHECK(in_blocks<64>(view, slow, columns) == alone);
            CHECK(in_blocks<128>(view, slow, columns) == alone);
            compared += alone.front() >= 0 ? 1 : 0;
        }
    }
    CHECK(compared > 200);
}
