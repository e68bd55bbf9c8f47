#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "tapir/engine/exact_values.hpp"
#include "tapir/engine/numbers/decimal_text.hpp"
#include "tapir/engine/numbers/double_double.hpp"
#include "tapir/engine/numbers/precise.hpp"
#include "tapir/engine/numbers/quad.hpp"

/// The two number types of the arbiter: exact cases, then each function against the other type.
namespace {

using namespace tapir::engine;

/// (1 + 2^-60) and its like: no double has it.
const DoubleDouble one_and_little{1, 0x1p-60};

} // namespace

TEST_CASE("double-double: what is exact in 106 bits is exact") {
    CHECK(one_and_little - DoubleDouble(1) == DoubleDouble(0x1p-60));
    CHECK(one_and_little * DoubleDouble(3) == DoubleDouble(3, 3 * 0x1p-60));
    CHECK(DoubleDouble::sum(0x1p60, 1) - DoubleDouble(0x1p60) == DoubleDouble(1));
    CHECK(DoubleDouble::product(0x1.0000001p0, 0x1.0000001p0) ==
          DoubleDouble(0x1.0000002p0, 0x1p-56));
    const DoubleDouble seven_thirds = DoubleDouble(7) / DoubleDouble(3);
    CHECK(fabs(seven_thirds * DoubleDouble(3) - DoubleDouble(7)).high() <= 0x1p-101);
    CHECK(sqrt(DoubleDouble(2.25)) == DoubleDouble(1.5));
    CHECK(sqrt(DoubleDouble(0)) == DoubleDouble(0));
    CHECK(DoubleDouble(6) / DoubleDouble(2) == DoubleDouble(3));
    CHECK(exp(DoubleDouble(0)) == DoubleDouble(1));
    CHECK(cos(DoubleDouble(0)) == DoubleDouble(1));
    CHECK(one_and_little > DoubleDouble(1));
    CHECK(one_and_little < DoubleDouble(1, 0x1p-59));
    CHECK(DoubleDouble(2, -0x1p-60) > one_and_little);
}

TEST_CASE("double-double: whole numbers are decided on by both parts") {
    CHECK(ceil(DoubleDouble(3, 0x1p-60)) == DoubleDouble(4)); // a double would stay at 3
    CHECK(ceil(DoubleDouble(3, -0x1p-60)) == DoubleDouble(3));
    CHECK(floor(DoubleDouble(3, -0x1p-60)) == DoubleDouble(2));
    CHECK(floor(DoubleDouble(-2.5)) == DoubleDouble(-3));
    CHECK(ceil(DoubleDouble(-2.5)) == DoubleDouble(-2));
    // half way between two numbers of single precision the low part decides
    constexpr double half_way = 1 + 0x1p-24;
    CHECK(in_single_precision(DoubleDouble(half_way)) == DoubleDouble(1));
    CHECK(in_single_precision(DoubleDouble(half_way, 0x1p-80)) == DoubleDouble(1 + 0x1p-23));
    CHECK(in_single_precision(DoubleDouble(half_way, -0x1p-80)) == DoubleDouble(1));
    CHECK(in_single_precision(DoubleDouble(0.1)) == DoubleDouble(static_cast<double>(0.1F)));
}

TEST_CASE("double-double: identities that no table gives hold to 2^-96") {
    std::mt19937_64 random(11);
    std::uniform_real_distribution<double> number(-3, 3);
    for (int i = 0; i < 300; ++i) {
        const DoubleDouble x = DoubleDouble::sum(number(random), 0x1p-55 * number(random));
        const DoubleDouble s = sin(x);
        const DoubleDouble c = cos(x);
        CAPTURE(x.high());
        CHECK(std::fabs((s * s + c * c - DoubleDouble(1)).high()) < 0x1p-96);
        CHECK(std::fabs((exp(x) * exp(-x) - DoubleDouble(1)).high()) < 0x1p-96);
        CHECK(std::fabs((atan2(s, c) - x).high()) < 0x1p-96);
        // the first 53 bits are those of the set-up's functions
        CHECK(sin(DoubleDouble(x.high())).high() == precise::sine(x.high()));
    }
}

TEST_CASE("decimal_text: all digits of a sum of two doubles, rounded once") {
    CHECK(decimal_text(DoubleDouble(1), 5) == "1.0000e0");
    CHECK(decimal_text(one_and_little, 22) == "1.000000000000000000867e0"); // 2^-60 = 8.67e-19
    CHECK(decimal_text(DoubleDouble(1, -0x1p-60), 22) == "9.999999999999999991326e-1");
    CHECK(decimal_text(DoubleDouble(-1, 0x1p-60), 22) == "-9.999999999999999991326e-1");
    CHECK(decimal_text(DoubleDouble(9.9999999), 3) == "1.00e1");
    CHECK(decimal_text(DoubleDouble(0.1), 25) == "1.000000000000000055511151e-1");
    CHECK(decimal_text(DoubleDouble(-1.5e300), 2) == "-1.5e300");
    CHECK(decimal_text(DoubleDouble(5e-324), 3) == "4.94e-324");
    CHECK(decimal_text(DoubleDouble(0), 3) == "0");
    CHECK(decimal_text(pi<DoubleDouble>(), 31) == "3.141592653589793238462643383280e0");
    CHECK(decimal_text(DoubleDouble(std::numeric_limits<double>::infinity()), 3) == "inf");
    CHECK(decimal_text(DoubleDouble(std::numeric_limits<double>::quiet_NaN()), 3) == "nan");
}

namespace {

Quad wide(const DoubleDouble& x) {
    return Quad(x.high()) + Quad(x.low());
}

/// The error of `got`, in units of 2^-106, relative to `scale`.
double error_of(const DoubleDouble& got, const Quad& exact, const Quad& scale) {
    return value_of(fabs(wide(got) - exact) / fabs(scale)) * 0x1p106;
}

/// The largest errors of 4000 numbers.
struct Errors {
    double sum = 0, product = 0, quotient = 0, root = 0;
    double sine = 0, cosine = 0, exponential = 0, angle = 0;

    void add(const DoubleDouble& x, const DoubleDouble& y) {
        const Quad a = wide(x);
        const Quad b = wide(y);
        const auto most = [](double& error, double found) { error = std::max(error, found); };
        most(sum, error_of(x + y, a + b, a + b));
        most(product, error_of(x * y, a * b, a * b));
        most(quotient, error_of(x / y, a / b, a / b));
        most(root, error_of(sqrt(fabs(x)), sqrt(fabs(a)), sqrt(fabs(a))));
        most(sine, error_of(sin(x), sin(a), Quad(1)));
        most(cosine, error_of(cos(x), cos(a), Quad(1)));
        most(exponential, error_of(exp(x), exp(a), exp(a)));
        most(angle, error_of(atan2(x, y), atan2(a, b), atan2(a, b)));
    }
};

} // namespace

// The header states 3 and 6 units of 2^-106 for sums and products, 16 for quotients and roots and
// 2^-98, which are 256, for functions. Binary128 itself errs by 2^-7 of such a unit.
TEST_CASE("double-double: every function is within the stated error of binary128") {
    REQUIRE(has(WideType::quad)); // of every machine that tests are run on
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> number(-20, 20);
    std::uniform_real_distribution<double> below(-0.5, 0.5);
    Errors errors;
    for (int i = 0; i < 4000; ++i) {
        const auto drawn = [&] {
            const double high = number(random);
            return DoubleDouble::sum(high, std::ldexp(high * below(random), -52));
        };
        errors.add(drawn(), drawn());
    }
    CHECK(errors.sum < 3.1);
    CHECK(errors.product < 6.1);
    CHECK(errors.quotient < 16);
    CHECK(errors.root < 16);
    CHECK(errors.sine < 256);
    CHECK(errors.cosine < 256);
    CHECK(errors.exponential < 256);
    CHECK(errors.angle < 256);
    CHECK(errors.sine > 0.01); // something was compared
}

TEST_CASE("Quad: known values") {
    CHECK(value_of(in_single_precision(Quad(1) + Quad(0x1p-22))) == 1 + 0x1p-22);
    CHECK(value_of(Quad(1) + Quad(0x1p-60) - Quad(1)) == 0x1p-60);
    CHECK(value_of(ceil(Quad(3) + Quad(0x1p-60))) == 4);
    CHECK(value_of(sin(Quad(0.5))) == precise::sine(0.5));
}
