#include "tapir/engine/setup/mosaic.hpp"

#include <cmath>
#include <numbers>

namespace tapir::engine {

namespace {

constexpr long multiplier = 16807;
constexpr long modulus = 2147483647;
constexpr long quotient = modulus / multiplier;
constexpr long remainder = modulus % multiplier;
constexpr int warm_up = 8;

/// One random rotation: a uniform axis, an angle whose distribution fills the cap evenly.
Mat3<double> random_rotation(float spread_rad, ShuffledMinimalStandard& random) {
    const auto between_minus_one_and_one = [&random] {
        return 2.0 * static_cast<double>(random.next()) - 1.0;
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

ShuffledMinimalStandard::ShuffledMinimalStandard(long seed) : state_(seed < 1 ? 1 : seed) {
    for (int i = 0; i < warm_up; ++i) {
        advance();
    }
    for (std::size_t slot = slots_.size(); slot-- > 0;) {
        advance();
        slots_[slot] = state_;
    }
    last_ = slots_[0];
}

void ShuffledMinimalStandard::advance() {
    const long k = state_ / quotient; // Schrage's way around overflow
    state_ = multiplier * (state_ - k * quotient) - remainder * k;
    if (state_ < 0) {
        state_ += modulus;
    }
}

float ShuffledMinimalStandard::next() {
    constexpr long per_slot = 1 + (modulus - 1) / shuffle_slots;
    constexpr double below_one = 1.0 - 1.2e-7;
    constexpr double scale = 1.0 / static_cast<double>(modulus);
    advance();
    const auto slot = static_cast<std::size_t>(last_ / per_slot);
    last_ = slots_[slot];
    slots_[slot] = state_;
    const auto deviate = static_cast<float>(scale * static_cast<double>(last_));
    return static_cast<double>(deviate) > below_one ? static_cast<float>(below_one) : deviate;
}

std::vector<Mat3<double>> mosaic_rotations(double spread_rad, int domains, long seed) {
    ShuffledMinimalStandard random(seed);
    std::vector<Mat3<double>> rotations;
    rotations.reserve(static_cast<std::size_t>(domains));
    for (int domain = 0; domain < domains; ++domain) {
        rotations.push_back(random_rotation(static_cast<float>(spread_rad), random));
    }
    if (!rotations.empty()) {
        rotations.front() = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    }
    return rotations;
}

} // namespace tapir::engine
