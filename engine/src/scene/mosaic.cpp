#include "tapir/engine/random/mosaic.hpp"

namespace tapir::engine {

RandomRotation draw_rotation(float spread_rad, ShuffledMinimalStandard& random, long& seed) {
    const auto between_minus_one_and_one = [&random, &seed] {
        return 2.0 * static_cast<double>(random.next(seed)) - 1.0;
    };
    RandomRotation drawn;
    drawn.azimuth = between_minus_one_and_one();
    drawn.height = between_minus_one_and_one();
    drawn.depth = between_minus_one_and_one();
    drawn.spread_rad = spread_rad;
    return drawn;
}

std::vector<RandomRotation> draw_mosaic_rotations(double spread_rad, int domains, long seed,
                                                  ShuffledMinimalStandard& random) {
    long state = -seed;
    std::vector<RandomRotation> rotations;
    rotations.reserve(static_cast<std::size_t>(domains));
    for (int domain = 0; domain < domains; ++domain) {
        rotations.push_back(draw_rotation(static_cast<float>(spread_rad), random, state));
    }
    return rotations;
}

RandomRotation draw_misset(long seed, ShuffledMinimalStandard& random) {
    constexpr float ninety = 90; // degrees, where radians are expected
    long state = -seed;
    return draw_rotation(ninety, random, state);
}

} // namespace tapir::engine
