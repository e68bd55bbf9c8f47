#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <numbers>

#include "cause/rotation_fit.hpp"

using tapir::trace::fitted_rotation;
using tapir::trace::Vector3;

namespace {

using Vectors = std::array<Vector3, 3>;

/// A vector turned about the axis (1, 2, 2) / 3 by Rodrigues' formula.
Vector3 turned(const Vector3& v, double angle_rad) {
    const Vector3 axis{1.0 / 3, 2.0 / 3, 2.0 / 3};
    const double along = axis[0] * v[0] + axis[1] * v[1] + axis[2] * v[2];
    const Vector3 across{axis[1] * v[2] - axis[2] * v[1], axis[2] * v[0] - axis[0] * v[2],
                         axis[0] * v[1] - axis[1] * v[0]};
    Vector3 result{};
    for (std::size_t k = 0; k < 3; ++k) {
        result[k] = v[k] * std::cos(angle_rad) + across[k] * std::sin(angle_rad) +
                    axis[k] * along * (1 - std::cos(angle_rad));
    }
    return result;
}

Vectors turned(const Vectors& vectors, double angle_rad) {
    return {turned(vectors[0], angle_rad), turned(vectors[1], angle_rad),
            turned(vectors[2], angle_rad)};
}

/// A skew cell whose edges differ by a factor of 40.
const Vectors cell{{{50, 0, 0}, {-20, 400, 3}, {7, -300, 2000}}};

} // namespace

TEST_CASE("fitted_rotation: gives back the axis and the angle, from a millionth to half a turn") {
    for (const double angle_rad : {1e-6, 1e-3, 0.5, 2.0, 3.14}) {
        CAPTURE(angle_rad);
        const auto found = fitted_rotation(cell, turned(cell, angle_rad));
        REQUIRE(found);
        for (std::size_t k = 0; k < 3; ++k) {
            const double expected = angle_rad * (k == 0 ? 1.0 : 2.0) / 3;
            CHECK(std::fabs((*found)[k] - expected) < 4e-15); // rounding of nine components
        }
    }
    // more than half a turn is less than half a turn the other way round
    const auto back = fitted_rotation(cell, turned(cell, 4.0));
    REQUIRE(back);
    CHECK((*back)[0] == doctest::Approx(-(2 * std::numbers::pi - 4.0) / 3).epsilon(1e-14));
}

TEST_CASE("fitted_rotation: two directions are enough, one is not") {
    const Vectors plane{{{1, 0, 0}, {0, 1, 0}, {1, 1, 0}}};
    const auto found = fitted_rotation(plane, turned(plane, 0.25));
    REQUIRE(found);
    CHECK((*found)[1] == doctest::Approx(0.25 * 2 / 3).epsilon(1e-14));
    const Vectors line{{{1, 1, 0}, {2, 2, 0}, {-3, -3, 0}}};
    CHECK_FALSE(fitted_rotation(line, turned(line, 0.25)));
}

TEST_CASE("fitted_rotation: what is no rotation has none") {
    Vectors mirrored = cell;
    Vectors stretched = turned(cell, 0.5);
    for (std::size_t i = 0; i < 3; ++i) {
        mirrored[i][0] = -mirrored[i][0];
        stretched[i][1] *= 1.001;
    }
    CHECK_FALSE(fitted_rotation(cell, mirrored));
    CHECK_FALSE(fitted_rotation(cell, stretched));
    CHECK_FALSE(fitted_rotation(cell, {cell[1], cell[0], cell[2]}));
    Vectors broken = cell;
    broken[2][2] = std::nan("");
    CHECK_FALSE(fitted_rotation(cell, broken));
    CHECK_FALSE(fitted_rotation({}, {}));
}
