#include <doctest/doctest.h>

#include <functional>
#include <vector>

#include "tapir/engine/kernel_options.hpp"
#include "tapir/engine/pixel_block.hpp"
#include "tapir/engine/step_factors.hpp"

/// A scene whose steps have a factor is no plain one, and the factor is in the product: of
/// whichever factor it is.
TEST_CASE("step factors: a factor that applies is in the product, and makes the scene not plain") {
    using namespace tapir::engine;
    using Scene = SceneView<Float64>;
    const double weights = 1;
    Scene plain{};
    PixelBlock<Float64, 1> block{};
    block.source_weight = 2;
    block.capture[0] = 3;
    block.polar[0] = 5;
    block.omega[0] = 7;
    block.temperature[0] = 11;
    CHECK(TermFactors::none(plain));
    CHECK(SumFactors::none(plain));
    CHECK(is_plain(plain));
    CHECK(TermFactors::product(plain, block, 0) == 1);
    CHECK(SumFactors::scaled(plain, block, 0, 13.0) == 13);
    struct Case {
        std::function<void(Scene&)> apply;
        double product, sum;
    };
    const std::vector<Case> cases{{[&](Scene& s) { s.source_weights = &weights; }, 2, 13},
                                  {[](Scene& s) { s.use_thick.to_term = true; }, 3, 13},
                                  {[](Scene& s) { s.use_polar.to_term = true; }, 5, 13},
                                  {[](Scene& s) { s.use_omega.to_term = true; }, 7, 13},
                                  {[](Scene& s) { s.b_factor = 1; }, 121, 13},
                                  {[](Scene& s) { s.use_thick.to_sum = true; }, 1, 39},
                                  {[](Scene& s) { s.use_polar.to_sum = true; }, 1, 65},
                                  {[](Scene& s) { s.use_omega.to_sum = true; }, 1, 91}};
    for (const Case& one : cases) {
        Scene scene = plain;
        one.apply(scene);
        CHECK(TermFactors::product(scene, block, 0) == one.product);
        CHECK(SumFactors::scaled(scene, block, 0, 13.0) == one.sum);
        CHECK(TermFactors::none(scene) == (one.product == 1));
        CHECK(SumFactors::none(scene) == (one.sum == 13));
        CHECK(!is_plain(scene));
    }
}
