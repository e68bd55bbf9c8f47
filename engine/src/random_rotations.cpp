#include <cmath>
#include <numbers>

#include "tapir/engine/random/mosaic.hpp"

namespace tapir::engine {

namespace {

/// One random rotation: a uniform axis, an angle whose distribution fills the cap evenly.
Mat3<double> random_rotation(float spread_rad, ShuffledMinimalStandard& random, long& seed) {
    const auto between_minus_one_and_one = [&random, &seed] {
        return 2.0 * static_cast<double>(random.next(seed)) - 1.0;
    };
    const double azimuth = between_minus_one_and_one();
    const double height = between_minus_one_and_one();
    const double depth = between_minus_one_and_one();
    const double radius = std::sqrt(1.0 - height * height);
    // single precision on purpose: the C program's spread, power and their product are floats
    constexpr double third = 1.0 / 3.0;
    const float share =
        std::pow(static_cast<float>(1.0 - depth * depth), static_cast<float>(third));
    const float single_angle = spread_rad * share;
    const auto angle = static_cast<double>(single_angle);
    const double x = radius * std::sin(std::numbers::pi * azimuth);
    const double y = radius * std::cos(std::numbers::pi * azimuth);
    const double z = height;
    const double c = std::cos(angle);
    const double s = std::sin(angle);
    const double versine = 1.0 - c;
    const double vx = versine * x;
    const double xy = vx * y;
    const double xz = vx * z;
    const double yz = versine * y * z;
    return {c + versine * (x * x),
            xy - s * z,
            xz + s * y, //
            xy + s * z,
            c + versine * (y * y),
            yz - s * x, //
            xz - s * y,
            yz + s * x,
            c + versine * (z * z)};
}

} // namespace

std::vector<Mat3<double>> mosaic_rotations(double spread_rad, int domains, long seed,
                                           ShuffledMinimalStandard& random) {
    long state = -seed;
    std::vector<Mat3<double>> rotations;
    rotations.reserve(static_cast<std::size_t>(domains));
    for (int domain = 0; domain < domains; ++domain) {
        rotations.push_back(random_rotation(static_cast<float>(spread_rad), random, state));
    }
    if (!rotations.empty()) {
        rotations.front() = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    }
    return rotations;
}

Vec3<double> random_misset_rad(long seed, ShuffledMinimalStandard& random) {
    constexpr float ninety = 90; // degrees, where radians are expected
    long state = -seed;
    return angles_of_rotation(random_rotation(ninety, random, state));
}

Vec3<double> angles_of_rotation(const Mat3<double>& rotation) {
    const auto normalised_twice = [](const Vec3<double>& row) {
        return unit_vector(unit_vector(row)); // as the C program does
    };
    const Mat3<double>& u = rotation;
    const Vec3<double> x = normalised_twice({u.xx, u.xy, u.xz});
    const Vec3<double> y = normalised_twice({u.yx, u.yy, u.yz});
    const Vec3<double> z = normalised_twice({u.zx, u.zy, u.zz});
    if (z.x * z.x < 1.0) {
        return {std::atan2(z.y, z.z), std::atan2(-z.x, std::sqrt(z.y * z.y + z.z * z.z)),
                std::atan2(y.x, x.x)};
    }
    // straight up or down: only the sum of two of the angles is determined
    return {std::atan2(1, 1) * 4, std::atan2(1, 1) * 2, std::atan2(x.y, -y.y)};
}

} // namespace tapir::engine
