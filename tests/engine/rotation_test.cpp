#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <random>

#include "tapir/engine/physics/orientation.hpp"
#include "tapir/engine/physics/rotation.hpp"

/// Turns of vectors and cells against quaternions and by hand.
namespace {

using namespace tapir::engine;
using doctest::Approx;
using V = Vec3<double>;

/// Random directions, the same ones in every run.
class Directions {
  public:
    V next() {
        V v{normal_(engine_), normal_(engine_), normal_(engine_)};
        return unit_vector(v);
    }
    double angle() { return std::numbers::pi * normal_(engine_); }

  private:
    std::mt19937_64 engine_{20240611};
    std::normal_distribution<double> normal_;
};

double distance(const V& a, const V& b) {
    return magnitude(a - b);
}

/// The matrix of a turn about a unit axis, from the angle's half: a quaternion, no Rodrigues.
Mat3<double> quaternion_matrix(const V& axis, double angle) {
    const double w = std::cos(angle / 2);
    const V q = std::sin(angle / 2) * axis;
    return {1 - 2 * (q.y * q.y + q.z * q.z), 2 * (q.x * q.y - w * q.z),
            2 * (q.x * q.z + w * q.y),       2 * (q.x * q.y + w * q.z),
            1 - 2 * (q.x * q.x + q.z * q.z), 2 * (q.y * q.z - w * q.x),
            2 * (q.x * q.z - w * q.y),       2 * (q.y * q.z + w * q.x),
            1 - 2 * (q.x * q.x + q.y * q.y)};
}

} // namespace

TEST_CASE("rotated_about_axis: equals the rotation matrix of a quaternion") {
    Directions random;
    for (int i = 0; i < 500; ++i) {
        const V axis = random.next();
        const V v = random.next();
        const double angle = random.angle();
        CAPTURE(angle);
        const Mat3<double> matrix = quaternion_matrix(axis, angle);
        // unit vectors: some ten roundings of numbers below 2, on both ways
        CHECK(distance(rotated_about_axis(v, axis, angle), rotated_by(matrix, v)) < 4e-15);
    }
}

TEST_CASE("rotated_about_axis: three vectors keep their handedness and lengths") {
    Directions random;
    for (int i = 0; i < 200; ++i) {
        const V axis = random.next();
        const std::array<V, 3> v{random.next(), random.next(), random.next()};
        const double angle = random.angle();
        std::array<V, 3> turned;
        for (std::size_t j = 0; j < v.size(); ++j) {
            turned[j] = rotated_about_axis(v[j], axis, angle);
            // unit vectors: a few epsilon
            CHECK(magnitude(turned[j]) == Approx(1).epsilon(2e-15));
        }
        // a triple product of unit vectors: three times their error
        CHECK(std::fabs(dot(turned[0], cross(turned[1], turned[2])) -
                        dot(v[0], cross(v[1], v[2]))) < 1e-14);
        CHECK(distance(rotated_about_axis(turned[0], axis, -angle), v[0]) < 4e-15);
    }
}

TEST_CASE("rotated_about_xyz: no angle is no operation, to the bit") {
    const V v{0.1, -0.2, 0.3};
    const V same = rotated_about_xyz(v, V{0, 0, 0});
    CHECK(same.x == v.x);
    CHECK(same.y == v.y);
    CHECK(same.z == v.z);
}

TEST_CASE("rotated_about_xyz: quarter turns take x to -z, y to x and z to y in turn") {
    const double quarter = std::numbers::pi / 2;
    // one rounding of cos(pi/2)
    CHECK(distance(rotated_about_xyz(V{0, 1, 0}, V{quarter, 0, 0}), {0, 0, 1}) < 1e-15);
    CHECK(distance(rotated_about_xyz(V{1, 0, 0}, V{0, quarter, 0}), {0, 0, -1}) < 1e-15);
    CHECK(distance(rotated_about_xyz(V{1, 0, 0}, V{0, 0, quarter}), {0, 1, 0}) < 1e-15);
    // x first: y -> z -> x -> y; any other order ends elsewhere
    CHECK(distance(rotated_about_xyz(V{0, 1, 0}, V{quarter, quarter, quarter}), {0, 1, 0}) < 1e-15);
}

TEST_CASE("domain_cell: turns each edge by the rows of the matrix") {
    // x -> y -> z -> x, so that rows and columns cannot be confused
    const Mat3<double> cyclic{0, 0, 1, 1, 0, 0, 0, 1, 0};
    const Cell<double> turned = domain_cell(cyclic, {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});
    CHECK(distance(turned.a, {3, 1, 2}) == 0);
    CHECK(distance(turned.b, {6, 4, 5}) == 0);
    CHECK(distance(turned.c, {9, 7, 8}) == 0);
}

TEST_CASE("unit_vector: has length 1, and the zero vector stays zero") {
    CHECK(magnitude(unit_vector(V{3e-10, -4e-10, 12e-10})) == Approx(1).epsilon(1e-15));
    CHECK(magnitude(unit_vector(V{0, 0, 0})) == 0);
}
