#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>
#include <type_traits>

#include "exact_rounding.hpp"
#include "ptx/known_forms.hpp"
#include "ptx_runs.hpp"

/// Every conversion, against wider numbers.
namespace {

using namespace tapir;
using namespace tapir::test;
using Bits = std::vector<std::uint64_t>;

std::set<std::string> asked_conversions; ///< by the test case that runs

template <class Value>
std::string name() {
    const char* const kind = std::is_floating_point_v<Value> ? "f"
                             : std::is_signed_v<Value>       ? "s"
                                                             : "u";
    return kind + std::to_string(8 * sizeof(Value));
}

template <class Value>
std::vector<Value> integers() {
    using Limits = std::numeric_limits<Value>;
    std::vector<Value> all{0, 1, 2, 100, Limits::max(), Limits::min()};
    all.push_back(static_cast<Value>(-1));
    all.push_back(static_cast<Value>(Limits::max() - 1));
    all.push_back(static_cast<Value>(Limits::min() + 3));
    all.push_back(static_cast<Value>(Limits::max() / 3)); // more digits than a mantissa has
    all.push_back(static_cast<Value>(Limits::max() / 2 + 1));
    return all;
}

template <class Result, class Source>
void check(const std::string& rounding, const std::vector<Source>& sources,
           const std::vector<Result>& expected) {
    const std::string opcode = "cvt." + rounding + name<Result>() + "." + name<Source>();
    asked_conversions.insert(opcode);
    CAPTURE(opcode);
    Bits values;
    for (const Source source : sources) {
        values.push_back(bits_of(source));
    }
    const Bits results = applied(opcode, {letter_of<Result>(), letter_of<Source>()}, {values});
    for (std::size_t i = 0; i < results.size(); ++i) {
        Result result{};
        std::memcpy(&result, &results[i], sizeof result);
        CAPTURE(i);
        CHECK((result != result ? expected[i] != expected[i] : results[i] == bits_of(expected[i])));
    }
}

template <class Result, class Source>
void check_resized() {
    __extension__ using Wide = __int128;
    std::vector<Result> expected;
    for (const Source a : integers<Source>()) {
        expected.push_back(static_cast<Result>(Wide{a}));
    }
    check<Result, Source>("", integers<Source>(), expected);
}

/// A real number rounded to a whole one, without the processor's help.
long double whole(long double x, char direction) {
    const long double below = std::floor(x);
    const long double rest = x - below;
    switch (direction) {
    case 'm':
        return below;
    case 'p':
        return rest > 0 ? below + 1 : below;
    case 'z':
        return x < 0 && rest > 0 ? below + 1 : below;
    default:
        return rest > 0.5L || (rest == 0.5L && std::fmod(below, 2.0L) != 0) ? below + 1 : below;
    }
}

template <class Integer, class Real>
void check_to_integer() {
    using Limits = std::numeric_limits<Integer>;
    const auto limit = static_cast<Real>(Limits::max());
    const std::vector<Real> sources{Real(0),
                                    Real(-0.0),
                                    Real(0.5),
                                    Real(1.5),
                                    Real(2.5),
                                    Real(-0.5),
                                    Real(-1.5),
                                    Real(-2.5),
                                    Real(0.49),
                                    Real(-0.51),
                                    Real(100.75),
                                    limit,
                                    std::nextafter(limit, Real(0)),
                                    limit * Real(2),
                                    -limit,
                                    -limit * Real(3),
                                    std::numeric_limits<Real>::infinity(),
                                    -std::numeric_limits<Real>::infinity(),
                                    std::numeric_limits<Real>::denorm_min()};
    for (const char direction : {'n', 'z', 'm', 'p'}) {
        std::vector<Integer> expected;
        for (const Real x : sources) {
            const long double exact = std::isinf(x) ? static_cast<long double>(x)
                                                    : whole(static_cast<long double>(x), direction);
            expected.push_back(exact >= static_cast<long double>(Limits::max()) ? Limits::max()
                               : exact <= static_cast<long double>(Limits::min())
                                   ? Limits::min()
                                   : static_cast<Integer>(exact));
        }
        check<Integer, Real>(std::string("r") + direction + "i.", sources, expected);
    }
    // what PTX 9 says of a NaN
    const bool wide = sizeof(Integer) == 8 || sizeof(Real) == 8;
    const auto highest = static_cast<Integer>(1ULL << (8 * sizeof(Integer) - 1));
    check<Integer, Real>("rzi.", {std::numeric_limits<Real>::quiet_NaN()},
                         {wide ? highest : Integer{0}});
}

template <class Integer>
void check_all_of() {
    check_resized<std::uint8_t, Integer>();
    check_resized<std::uint16_t, Integer>();
    check_resized<std::uint32_t, Integer>();
    check_resized<std::uint64_t, Integer>();
    check_resized<std::int8_t, Integer>();
    check_resized<std::int16_t, Integer>();
    check_resized<std::int32_t, Integer>();
    check_resized<std::int64_t, Integer>();
    check_to_integer<Integer, float>();
    check_to_integer<Integer, double>();
}

#if defined(__SIZEOF_FLOAT128__)

template <class Real, class Source>
void check_rounded(const std::vector<Source>& sources) {
    const std::pair<const char*, Direction> directions[] = {{"rn.", Direction::nearest},
                                                            {"rp.", Direction::up},
                                                            {"rm.", Direction::down},
                                                            {"rz.", Direction::to_zero}};
    for (const auto& [rounding, direction] : directions) {
        std::vector<Real> expected;
        for (const Source a : sources) {
            expected.push_back(rounded<Real>(Quad(a), direction));
        }
        check<Real, Source>(rounding, sources, expected);
    }
}

template <class Integer>
void check_from_integer() {
    check_rounded<float, Integer>(integers<Integer>());
    check_rounded<double, Integer>(integers<Integer>());
}

#endif

} // namespace

TEST_CASE("ptx: integers keep their low bits, carry their sign, and come from any real number") {
    check_all_of<std::uint8_t>();
    check_all_of<std::uint16_t>();
    check_all_of<std::uint32_t>();
    check_all_of<std::uint64_t>();
    check_all_of<std::int8_t>();
    check_all_of<std::int16_t>();
    check_all_of<std::int32_t>();
    check_all_of<std::int64_t>();
}

#if defined(__SIZEOF_FLOAT128__)

TEST_CASE("ptx: reals are made of integers and of wider reals in every rounding") {
    check_from_integer<std::uint8_t>();
    check_from_integer<std::uint16_t>();
    check_from_integer<std::uint32_t>();
    check_from_integer<std::uint64_t>();
    check_from_integer<std::int8_t>();
    check_from_integer<std::int16_t>();
    check_from_integer<std::int32_t>();
    check_from_integer<std::int64_t>();
    check_rounded<float, double>({0.0, -0.0, 1.0, 0.1, -0.1, 1e-45, -1e-46, 3.5e38, -3.5e38, 1e300,
                                  16777217.0, 1.1754943e-38});
}

#endif

TEST_CASE("ptx: reals widen without loss, and whole numbers are found in every direction") {
    const float inf = std::numeric_limits<float>::infinity();
    check<double, float>(
        "", {0.1F, -0.0F, 1e-45F, inf},
        {static_cast<double>(0.1F), -0.0, static_cast<double>(1e-45F), static_cast<double>(inf)});
    const std::vector<double> halves{0.5, 1.5, 2.5, -0.5, -1.5, -0.25, 1e300, -0.0};
    check<double, double>("rni.", halves, {0.0, 2.0, 2.0, -0.0, -2.0, -0.0, 1e300, -0.0});
    check<double, double>("rzi.", halves, {0.0, 1.0, 2.0, -0.0, -1.0, -0.0, 1e300, -0.0});
    check<double, double>("rmi.", halves, {0.0, 1.0, 2.0, -1.0, -2.0, -1.0, 1e300, -0.0});
    check<double, double>("rpi.", halves, {1.0, 2.0, 3.0, -0.0, -1.0, -0.0, 1e300, -0.0});
    const std::vector<float> narrow{0.5F, -1.5F, 2.5F, -0.25F};
    check<float, float>("rni.", narrow, {0.0F, -2.0F, 2.0F, -0.0F});
    check<float, float>("rzi.", narrow, {0.0F, -1.0F, 2.0F, -0.0F});
    check<float, float>("rmi.", narrow, {0.0F, -2.0F, 2.0F, -1.0F});
    check<float, float>("rpi.", narrow, {1.0F, -1.0F, 3.0F, -0.0F});
}

TEST_CASE("ptx: a conversion reads the low bits of a wider register, and fills one with its sign") {
    // the sources' registers have 16 bits, of which 8 are read; see ptx_slot
    CHECK(applied("cvt.s32.s8", "wh", {{0x1280, 0x127F}}) == Bits{0xFFFFFF80, 0x7F});
    CHECK(applied("cvt.u32.u8", "wh", {{0x1280}}) == Bits{0x80});
    CHECK(applied("cvt.s8.s32", "hw", {{0x1280}}) == Bits{0xFF80});
    CHECK(applied("cvt.u8.u32", "hw", {{0x1280}}) == Bits{0x80});
    CHECK(applied("cvt.u16.u64", "wd", {{0x12345678}}) == Bits{0x5678});
}
