#include <doctest/doctest.h>

#include <bit>
#include <cfenv>
#include <functional>
#include <random>
#include <set>

#include "exact_rounding.hpp"
#include "ptx/known_forms.hpp"
#include "ptx_runs.hpp"

/// Every operation on floating-point numbers, in every rounding.
namespace {

using namespace tapir;
using namespace tapir::test;
using Bits = std::vector<std::uint64_t>;

std::set<std::string> asked_floats; ///< by the test case that runs

template <class Real>
using Limits = std::numeric_limits<Real>;

template <class Real>
std::string suffix() {
    return sizeof(Real) == 4 ? ".f32" : ".f64";
}

/// Applies an operation to numbers and compares bits; of a NaN, that it is one.
template <class Real>
void check(const std::string& opcode, const std::vector<std::vector<Real>>& sources,
           const std::vector<Real>& expected) {
    asked_floats.insert(opcode);
    CAPTURE(opcode);
    std::vector<Bits> bits;
    for (const auto& source : sources) {
        bits.emplace_back();
        for (const Real value : source) {
            bits.back().push_back(bits_of(value));
        }
    }
    const Bits results = applied(opcode, std::string(1 + sources.size(), letter_of<Real>()), bits);
    REQUIRE(results.size() == expected.size());
    for (std::size_t i = 0; i < results.size(); ++i) {
        Real result{};
        std::memcpy(&result, &results[i], sizeof result);
        CAPTURE(i);
        CHECK((std::isnan(expected[i]) ? std::isnan(result) : results[i] == bits_of(expected[i])));
    }
}

#if defined(__SIZEOF_FLOAT128__)

template <class Real>
using Exact = std::function<Quad(Real, Real, Real)>;

/// Numbers of all bits and of few, in a range in which 113 bits hold any product and sum.
template <class Real>
std::vector<std::vector<Real>> random_numbers(std::size_t sources, std::size_t count) {
    std::mt19937_64 random(20);
    std::vector<std::vector<Real>> values(sources);
    for (std::size_t i = 0; i < count; ++i) {
        for (auto& source : values) {
            const Real mantissa =
                static_cast<Real>(static_cast<std::int64_t>(random()) >> (i % 3 == 0 ? 55 : 3));
            const Real value =
                std::ldexp(mantissa, static_cast<int>(random() % 9) - (i % 3 == 0 ? 7 : 59));
            source.push_back(value == Real(0) ? Real(3) : value);
        }
    }
    return values;
}

template <class Real>
void check_roundings(const std::string& operation, std::size_t sources, const Exact<Real>& exact,
                     bool of_positive = false) {
    constexpr std::size_t count = 300;
    auto values = random_numbers<Real>(sources, count);
    // beyond the largest number, and below the least normal one; 113 bits hold those sums, too
    const bool is_sum = operation == "add" || operation == "sub";
    const Real large[] = {Limits<Real>::max(), -Limits<Real>::max(), Limits<Real>::min(),
                          Limits<Real>::denorm_min()};
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t k = 0; k < sources; ++k) {
            values[k][i] = k != 1 ? large[i] : is_sum ? large[i] * Real(0.5) : Real(3);
        }
    }
    for (auto& source : values) {
        for (Real& value : source) {
            value = of_positive ? std::abs(value) : value;
        }
    }
    const std::pair<const char*, Direction> directions[] = {{".rn", Direction::nearest},
                                                            {".rp", Direction::up},
                                                            {".rm", Direction::down},
                                                            {".rz", Direction::to_zero}};
    for (const auto& [rounding, direction] : directions) {
        std::vector<Real> expected;
        for (std::size_t i = 0; i < count; ++i) {
            expected.push_back(rounded<Real>(
                exact(values[0][i], values[sources > 1 ? 1 : 0][i], values[sources > 2 ? 2 : 0][i]),
                direction));
        }
        check(operation + rounding + suffix<Real>(), values, expected);
    }
}

template <class Real>
void check_arithmetic() {
    check_roundings<Real>("add", 2, [](Real a, Real b, Real) { return Quad(a) + Quad(b); });
    check_roundings<Real>("sub", 2, [](Real a, Real b, Real) { return Quad(a) - Quad(b); });
    check_roundings<Real>("mul", 2, [](Real a, Real b, Real) { return Quad(a) * Quad(b); });
    check_roundings<Real>("div", 2, [](Real a, Real b, Real) { return Quad(a) / Quad(b); });
    check_roundings<Real>("rcp", 1, [](Real a, Real, Real) { return Quad(1) / Quad(a); });
    check_roundings<Real>(
        "sqrt", 1, [](Real a, Real, Real) { return square_root(static_cast<double>(a)); }, true);
    check_roundings<Real>("fma", 3,
                          [](Real a, Real b, Real c) { return Quad(a) * Quad(b) + Quad(c); });
}

TEST_CASE("ptx: sums, products, quotients and roots are rounded as they say, to the last bit") {
    check_arithmetic<float>();
    check_arithmetic<double>();
    CHECK(unasked(engine::ptx::known_forms(),
                  {"add.rn", "add.rp", "add.rm", "add.rz", "sub.rn", "sub.rp", "mul.rn", "mul.rm",
                   "div.rn", "div.rz", "rcp", "sqrt", "fma"},
                  asked_floats) == "");
}

#endif

} // namespace

TEST_CASE("ptx: a sum's zero has the sign of its rounding, and infinities do what they do") {
    const double inf = Limits<double>::infinity();
    const double nan = Limits<double>::quiet_NaN();
    const std::vector<double> a{1.5, 0.0, -0.0, -0.0, inf, inf, nan, 1.0};
    const std::vector<double> b{-1.5, -0.0, 0.0, -0.0, 1.0, -inf, 1.0, -inf};
    check<double>("add.rn.f64", {a, b}, {0.0, 0.0, 0.0, -0.0, inf, nan, nan, -inf});
    check<double>("add.rp.f64", {a, b}, {0.0, 0.0, 0.0, -0.0, inf, nan, nan, -inf});
    check<double>("add.rz.f64", {a, b}, {0.0, 0.0, 0.0, -0.0, inf, nan, nan, -inf});
    check<double>("add.rm.f64", {a, b}, {-0.0, -0.0, -0.0, -0.0, inf, nan, nan, -inf});
    check<double>("div.rn.f64", {{1.0, -1.0, 0.0, 0.0}, {0.0, 0.0, 0.0, -3.0}},
                  {inf, -inf, nan, -0.0});
    check<double>("rcp.rn.f64", {{-0.0, inf}}, {-inf, 0.0});
    check<double>("sqrt.rn.f64", {{-0.0, -1.0, inf}}, {-0.0, nan, inf});
    check<float>("sqrt.rp.f32", {{-0.0F, 2.0F}}, {-0.0F, 1.41421366F});
}

TEST_CASE("ptx: signs are bits, and the sign of a copy comes first") {
    const double inf = Limits<double>::infinity();
    check<double>("copysign.f64", {{-1.0, 2.0, -0.0, 0.0}, {3.0, -4.0, inf, -0.0}},
                  {-3.0, 4.0, -inf, 0.0});
    check<float>("copysign.f32", {{-1.0F, 2.0F}, {3.0F, -4.0F}}, {-3.0F, 4.0F});
    check<double>("neg.f64", {{0.0, -0.0, 1.0, -inf}}, {-0.0, 0.0, -1.0, inf});
    check<float>("neg.f32", {{0.0F, -2.0F}}, {-0.0F, 2.0F});
    check<double>("abs.f64", {{-0.0, -1.0, 5e-324}}, {0.0, 1.0, 5e-324});
    check<float>("abs.f32", {{-0.0F, -1.0F}}, {0.0F, 1.0F});
    // of a NaN as well: 0x7FF8... and 0xFFF8...
    CHECK(applied("neg.f64", "dd", {{0x7FF8000000000001}}) == Bits{0xFFF8000000000001});
    CHECK(applied("abs.f32", "ww", {{0xFFC00001}}) == Bits{0x7FC00001});
    CHECK(unasked(engine::ptx::known_forms(), {"copysign", "neg.f", "abs.f"}, asked_floats) == "");
}

TEST_CASE("ptx: the extreme of two is the number where one is none, and -0 is below +0") {
    const double nan = Limits<double>::quiet_NaN();
    const std::vector<double> a{1.0, nan, 1.0, -0.0, 0.0};
    const std::vector<double> b{2.0, 2.0, nan, 0.0, -0.0};
    check<double>("min.f64", {a, b}, {1.0, 2.0, 1.0, -0.0, -0.0});
    check<double>("max.f64", {a, b}, {2.0, 2.0, 1.0, 0.0, 0.0});
    check<float>("min.f32", {{3.0F, -0.0F, 0.0F}, {-3.0F, 0.0F, -0.0F}}, {-3.0F, -0.0F, -0.0F});
    check<float>("max.f32", {{3.0F, -0.0F, 0.0F}, {-3.0F, 0.0F, -0.0F}}, {3.0F, 0.0F, 0.0F});
    CHECK(applied("min.f32", "www", {{0x7F800001}, {0xFFC00000}}) == Bits{0x7FFFFFFF});
}

TEST_CASE("ptx: kinds of numbers are told apart") {
    const Bits values{bits_of(1.0),       bits_of(0.0),       bits_of(5e-324),
                      0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000};
    CHECK(applied("testp.finite.f64", "pd", {values}) == Bits{1, 1, 1, 0, 0, 0});
    CHECK(applied("testp.infinite.f64", "pd", {values}) == Bits{0, 0, 0, 1, 1, 0});
    CHECK(applied("testp.number.f64", "pd", {values}) == Bits{1, 1, 1, 1, 1, 0});
    CHECK(applied("testp.notanumber.f64", "pd", {values}) == Bits{0, 0, 0, 0, 0, 1});
    CHECK(applied("testp.normal.f64", "pd", {values}) == Bits{1, 1, 0, 0, 0, 0});
    CHECK(applied("testp.subnormal.f64", "pd", {values}) == Bits{0, 0, 1, 0, 0, 0});
    CHECK(applied("testp.subnormal.f32", "pw", {{1, 0x00800000}}) == Bits{1, 0});
}

TEST_CASE("ptx: the host's rounding is as it was, after operations in all of them") {
    const int before = std::fegetround();
    (void)applied("add.rp.f64", "ddd", {{1}, {2}});
    (void)applied("cvt.rm.f32.u64", "wd", {{~0ULL}});
    CHECK(std::fegetround() == before);
}
