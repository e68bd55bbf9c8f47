#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <random>

#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/numbers/precise.hpp"

/// The elementary functions of the portable arithmetic and of its set-up, each against extended
/// precision.
namespace {

using namespace tapir::engine;

constexpr long double pi = std::numbers::pi_v<long double>;

/// The largest error, in epsilon of the type times a scale.
template <class Real>
class Largest {
  public:
    void add(Real got, long double expected, long double scale) {
        const long double epsilon =
            static_cast<long double>(std::numeric_limits<Real>::epsilon()) * scale;
        const long double error = std::fabs(static_cast<long double>(got) - expected) / epsilon;
        error_ = std::max(error_, static_cast<double>(error));
    }
    [[nodiscard]] double error() const { return error_; }

  private:
    double error_ = 0;
};

template <class Real, class Visit>
void for_numbers(double lowest, double highest, Visit visit) {
    std::mt19937_64 engine(4);
    std::uniform_real_distribution<double> number(lowest, highest);
    for (int i = 0; i < 20000; ++i) {
        visit(static_cast<Real>(number(engine)));
    }
}

/// 3 (sin x / x - cos x) / x^2: its power series where that converges fast.
long double ball(long double x) {
    if (x > 2) {
        return 3 * (std::sin(x) / x - std::cos(x)) / (x * x);
    }
    long double term = 1; // 6 (-x^2)^n (n + 1) / (2n + 3)!
    long double sum = 1;
    for (int n = 1; n < 30; ++n) {
        term *= -x * x * (n + 1) / (n * (2.0L * n + 2) * (2.0L * n + 3));
        sum += term;
    }
    return sum;
}

/// Whether no other double is closer, as far as the 64 bits of `exact` can tell.
bool is_nearest(double got, long double exact) {
    const double next = std::nextafter(got, 2 * got);
    const long double half = static_cast<long double>(std::fabs(next - got)) / 2;
    return std::fabs(static_cast<long double>(got) - exact) <= half * (1 + 0x1p-9L);
}

} // namespace

TEST_CASE_TEMPLATE("exponential: within 5/4 epsilon, and 0 or infinite where it must be", Real,
                   double, float) {
    const double most = std::is_same_v<Real, double> ? 708 : 87;
    Largest<Real> largest;
    for_numbers<Real>(-most, most, [&](Real x) {
        const long double expected = std::exp(static_cast<long double>(x));
        largest.add(polynomials::exponential(x), expected, expected);
    });
    CHECK(largest.error() < 1.25);
    CHECK(largest.error() > 0.4);
    CHECK(polynomials::exponential(Real(0)) == Real(1));
    CHECK(polynomials::exponential(Real(-1e4)) == Real(0));
    CHECK(polynomials::exponential(Real(1e4)) == std::numeric_limits<Real>::infinity());
    CHECK(polynomials::exponential(-std::numeric_limits<Real>::infinity()) == Real(0));
    // among the subnormal numbers the last place is the smallest of them
    const Real tiny = polynomials::exponential(Real(-most - 10));
    const long double expected = std::exp(-static_cast<long double>(most) - 10);
    CHECK(std::fabs(static_cast<long double>(tiny) - expected) <=
          static_cast<long double>(std::numeric_limits<Real>::denorm_min()));
    CHECK(tiny > Real(0));
}

TEST_CASE_TEMPLATE("ball_transform: within 4 epsilon of the height of its fringes", Real, double,
                   float) {
    Largest<Real> largest;
    const auto visit = [&largest](Real u) {
        const long double x = pi * static_cast<long double>(u);
        const long double height = std::min(1.0L, 3 / (x * x));
        // beyond the first fringes the phase x itself carries the rounding of pi u
        largest.add(polynomials::ball_transform(u), ball(x), height * std::max(1.0L, x / 4));
    };
    for_numbers<Real>(1e-9, 1, visit);
    for_numbers<Real>(0.5, 4, visit);
    for_numbers<Real>(4, 100, visit);
    CHECK(largest.error() < 4);
    CHECK(largest.error() > 0.3);
    CHECK(polynomials::ball_transform(Real(0)) == Real(1));
}

TEST_CASE_TEMPLATE("sine and cosine: within (2 + |x|) epsilon everywhere", Real, double, float) {
    Largest<Real> of_sine;
    Largest<Real> of_cosine;
    for_numbers<Real>(-30, 30, [&](Real x) {
        const auto exact = static_cast<long double>(x);
        of_sine.add(PortableArithmetic::sine(x), std::sin(exact), 1.25L + std::fabs(exact));
        of_cosine.add(PortableArithmetic::cosine(x), std::cos(exact), 2 + std::fabs(exact));
    });
    CHECK(of_sine.error() < 1);
    CHECK(of_cosine.error() < 1);
    CHECK(PortableArithmetic::sine(Real(0)) == Real(0));
    CHECK(PortableArithmetic::cosine(Real(0)) == Real(1));
}

TEST_CASE("precise: sine, cosine and angle are the nearest doubles") {
    int compared = 0;
    for (const double range : {1e-8, 1.0, 7.0, 1000.0}) {
        for_numbers<double>(-range, range, [&](double x) {
            const auto exact = static_cast<long double>(x);
            const auto third = static_cast<long double>(range / 3);
            CHECK(is_nearest(precise::sine(x), std::sin(exact)));
            CHECK(is_nearest(precise::cosine(x), std::cos(exact)));
            CHECK(is_nearest(precise::arc_tangent(x, range / 3), std::atan2(exact, third)));
            CHECK(is_nearest(precise::arc_tangent(x, -range / 3), std::atan2(exact, -third)));
            ++compared;
        });
    }
    CHECK(compared == 80000);
    CHECK_FALSE(is_nearest(std::nextafter(1.0, 2.0), 1.0L + 0x1p-54L));
}

TEST_CASE("precise: quarter turns, axes and zero are exact") {
    CHECK(precise::sine(0) == 0);
    CHECK(precise::cosine(0) == 1);
    CHECK(precise::sine(std::numbers::pi / 2) == 1);
    CHECK(precise::cosine(std::numbers::pi / 2) == 0x1.1a62633145c07p-54); // pi/2 is rounded
    CHECK(precise::arc_tangent(0, 0) == 0);
    CHECK(precise::arc_tangent(1, 0) == std::numbers::pi / 2);
    CHECK(precise::arc_tangent(-1, 0) == -std::numbers::pi / 2);
    CHECK(precise::arc_tangent(0, -1) == std::numbers::pi);
    CHECK(precise::arc_tangent(1, 1) == std::numbers::pi / 4);
}

TEST_CASE("precise: the third power is the nearest single-precision number") {
    const auto third = static_cast<long double>(1.0F / 3.0F);
    for_numbers<float>(0, 1, [third](float x) {
        CHECK(precise::third_power(x) ==
              static_cast<float>(std::pow(static_cast<long double>(x), third)));
    });
    CHECK(precise::third_power(0) == 0);
    CHECK(precise::third_power(1) == 1);
}
