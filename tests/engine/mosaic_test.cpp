#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "scenes.hpp"
#include "tapir/engine/physics/rotation.hpp"
#include "tapir/engine/random/mosaic.hpp"
#include "tapir/engine/taps.hpp"

/// The random numbers and rotations of mosaic domains.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;
using V = Vec3<double>;

/// x_{n+1} = 16807 x_n mod 2^31 - 1 in wide integers, where nothing overflows.
std::uint64_t minimal_standard(std::uint64_t x) {
    return x * 16807U % 2147483647U;
}

/// The shuffle as Knuth's algorithm B tells it: a table of 32 values, the last output picks the
/// slot of the next.
class TextbookShuffle {
  public:
    explicit TextbookShuffle(std::uint64_t seed) : x_(seed) {
        for (int i = 0; i < 8; ++i) {
            x_ = minimal_standard(x_);
        }
        for (std::size_t slot = slots_.size(); slot-- > 0;) { // from the last to the first
            x_ = minimal_standard(x_);
            slots_.at(slot) = x_;
        }
        last_ = slots_.front();
    }
    std::uint64_t next() {
        x_ = minimal_standard(x_);
        const std::size_t slot = last_ / (1 + 2147483646U / 32U);
        last_ = slots_.at(slot);
        slots_.at(slot) = x_;
        return last_;
    }

  private:
    std::uint64_t x_, last_ = 0;
    std::array<std::uint64_t, 32> slots_{};
};

std::array<V, 3> rows(const Mat3<double>& m) {
    return {V{m.xx, m.xy, m.xz}, V{m.yx, m.yy, m.yz}, V{m.zx, m.zy, m.zz}};
}

/// The axis of a rotation times twice the sine of its angle.
V axis_of(const Mat3<double>& m) {
    return {m.zy - m.yz, m.xz - m.zx, m.yx - m.xy};
}

bool same(const Mat3<double>& p, const Mat3<double>& q) {
    const auto a = rows(p);
    const auto b = rows(q);
    return std::equal(a.begin(), a.end(), b.begin(), [](const V& u, const V& v) {
        return u.x == v.x && u.y == v.y && u.z == v.z;
    });
}

} // namespace

TEST_CASE("ShuffledMinimalStandard: is the published generator behind a textbook shuffle") {
    // the check that Park and Miller print: seed 1 gives 1043618065 after 10000 steps
    std::uint64_t x = 1;
    for (int i = 0; i < 10000; ++i) {
        x = minimal_standard(x);
    }
    REQUIRE(x == 1043618065U);
    for (const long seed : {1L, 77L, 12345678L, 2147483646L}) {
        CAPTURE(seed);
        Seeded random(seed);
        TextbookShuffle expected(static_cast<std::uint64_t>(seed));
        for (int i = 0; i < 2000; ++i) {
            // two roundings on the way to single precision
            const auto value = static_cast<double>(random.next()) * 2147483647.0;
            const auto whole = static_cast<double>(expected.next());
            REQUIRE(std::fabs(value - whole) <= whole * 0x1p-23);
        }
    }
}

TEST_CASE("ShuffledMinimalStandard: neighbours are not correlated") {
    Seeded random(12345678);
    constexpr int draws = 100000;
    double sum = 0;
    double before = static_cast<double>(random.next()) - 0.5;
    for (int i = 0; i < draws; ++i) {
        const double x = static_cast<double>(random.next()) - 0.5;
        sum += x * before;
        before = x;
    }
    // the product of two independent ones has a standard deviation of 1/12; four standard errors
    CHECK(std::fabs(sum / draws) < 4.0 / 12 / std::sqrt(draws));
}

TEST_CASE(
    "mosaic_rotations: every one is orthogonal, not mirrored, and the first is the identity") {
    const auto rotations = drawn(0.7, 300, 4711);
    REQUIRE(rotations.size() == 300);
    CHECK(same(rotations.front(), {1, 0, 0, 0, 1, 0, 0, 0, 1}));
    for (const Mat3<double>& rotation : rotations) {
        const auto row = rows(rotation);
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t j = 0; j < 3; ++j) {
                // the axis is of length 1 to a few epsilon of its own, squared and doubled
                CHECK(std::fabs(dot(row[i], row[j]) - (i == j ? 1 : 0)) < 1e-12);
            }
        }
        CHECK(std::fabs(dot(row[0], cross(row[1], row[2])) - 1) < 1e-12);
    }
}

TEST_CASE("mosaic_rotations: axes point everywhere and small angles are the rare ones") {
    constexpr double spread = 0.5;
    constexpr int domains = 20000;
    const auto rotations = drawn(spread, domains, 99);
    V mean_axis;
    V mean_square;
    int small = 0;
    for (std::size_t i = 1; i < rotations.size(); ++i) {
        const V axis = axis_of(rotations[i]);
        const V unit = unit_vector(axis);
        mean_axis = mean_axis + 1.0 / domains * unit;
        mean_square =
            mean_square + 1.0 / domains * V{unit.x * unit.x, unit.y * unit.y, unit.z * unit.z};
        small += std::asin(magnitude(axis) / 2) < spread / 2 ? 1 : 0;
    }
    const double standard_error = 1 / std::sqrt(3.0 * domains); // of a component's mean
    CHECK(magnitude(mean_axis) < 5 * standard_error);
    for (const double square : {mean_square.x, mean_square.y, mean_square.z}) {
        // the variance of a squared component is 4/45
        CHECK(std::fabs(square - 1.0 / 3) < 5 * std::sqrt(4.0 / 45 / domains));
    }
    // angle = spread (1 - r^2)^(1/3) is below half for |r| > sqrt(7/8)
    const double share = 1 - std::sqrt(7.0 / 8);
    CHECK(std::fabs(small - domains * share) < 5 * std::sqrt(domains * share * (1 - share)));
}

TEST_CASE("mosaic_rotations: one seed gives one set, whatever the number of domains") {
    const auto few = drawn(0.1, 5, 31);
    const auto many = drawn(0.1, 50, 31);
    const auto other = drawn(0.1, 5, 32);
    for (std::size_t i = 1; i < few.size(); ++i) {
        CHECK(same(few[i], many[i]));
        CHECK_FALSE(same(few[i], other[i]));
    }
}

TEST_CASE(
    "mosaic: a domain's cell is its own rotation of the turned cell, the first one's is not") {
    ExperimentRequest request = small_request();
    request.mosaic_spread_rad = 0.02;
    request.mosaic_domains = 4;
    const trace::MemorySink sink = recorded(resolved(request), {1, 2});
    for (int phi_tic = 0; phi_tic < 4; ++phi_tic) {
        const Site at_phi{1, 2, 0, 0, 0, 0, phi_tic, -1};
        const std::vector<double> turned = values_at(sink, taps::cell_phi, at_phi);
        for (int mos = 0; mos < 4; ++mos) {
            Site at_step = at_phi;
            at_step.mos = mos;
            const std::vector<double> cell = values_at(sink, taps::cell, at_step);
            const std::vector<double> u = values_at(sink, taps::mosaic_rotation, Site{.mos = mos});
            CHECK((cell == turned) == (mos == 0));
            for (std::size_t i = 0; i < 9; ++i) {
                long double expected = 0;
                for (std::size_t j = 0; j < 3; ++j) {
                    expected += static_cast<long double>(u[i % 3 * 3 + j]) *
                                static_cast<long double>(turned[i / 3 * 3 + j]);
                }
                // five roundings of lengths up to 35 angstrom
                CHECK(std::fabs(cell[i] - static_cast<double>(expected)) < 5 * 35e-10 * 0x1p-53);
            }
        }
    }
}
