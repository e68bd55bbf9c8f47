#include <doctest/doctest.h>

#include <limits>
#include <set>

#include "ptx/known_forms.hpp"
#include "ptx_runs.hpp"

/// Every comparison, on the four ways in which two values can stand to each other.
namespace {

using namespace tapir;
using namespace tapir::test;
using Bits = std::vector<std::uint64_t>;

std::set<std::string> asked_comparisons; ///< by the test case that runs

void check(const std::string& name, const std::string& type, char letter, const Bits& a,
           const Bits& b, const Bits& expected) {
    const std::string opcode = "setp." + name + "." + type;
    asked_comparisons.insert(opcode);
    CAPTURE(opcode);
    CHECK(applied(opcode, {'p', letter, letter}, {a, b}) == expected);
}

/// @param a, b  less, equal, greater
void check_order(const std::string& type, char letter, const Bits& a, const Bits& b) {
    check("eq", type, letter, a, b, {0, 1, 0});
    check("ne", type, letter, a, b, {1, 0, 1});
    if (type.front() == 'b') {
        return;
    }
    check("lt", type, letter, a, b, {1, 0, 0});
    check("le", type, letter, a, b, {1, 1, 0});
    check("gt", type, letter, a, b, {0, 0, 1});
    check("ge", type, letter, a, b, {0, 1, 1});
    if (type.front() == 'u') {
        check("lo", type, letter, a, b, {1, 0, 0});
        check("ls", type, letter, a, b, {1, 1, 0});
        check("hi", type, letter, a, b, {0, 0, 1});
        check("hs", type, letter, a, b, {0, 1, 1});
    }
}

template <class Real>
void check_reals(const std::string& type) {
    const Real nan = std::numeric_limits<Real>::quiet_NaN();
    // less, equal (two zeros), greater, a NaN on either side
    const Bits a{bits_of(Real(1)), bits_of(Real(-0.0)), bits_of(Real(2)), bits_of(nan),
                 bits_of(Real(1))};
    const Bits b{bits_of(Real(2)), bits_of(Real(0)), bits_of(Real(1)), bits_of(Real(1)),
                 bits_of(nan)};
    const std::pair<const char*, Bits> answers[] = {
        {"eq", {0, 1, 0, 0, 0}},  {"ne", {1, 0, 1, 0, 0}},  {"lt", {1, 0, 0, 0, 0}},
        {"le", {1, 1, 0, 0, 0}},  {"gt", {0, 0, 1, 0, 0}},  {"ge", {0, 1, 1, 0, 0}},
        {"equ", {0, 1, 0, 1, 1}}, {"neu", {1, 0, 1, 1, 1}}, {"ltu", {1, 0, 0, 1, 1}},
        {"leu", {1, 1, 0, 1, 1}}, {"gtu", {0, 0, 1, 1, 1}}, {"geu", {0, 1, 1, 1, 1}},
        {"num", {1, 1, 1, 0, 0}}, {"nan", {0, 0, 0, 1, 1}}};
    for (const auto& [name, expected] : answers) {
        check(name, type, letter_of<Real>(), a, b, expected);
    }
}

} // namespace

TEST_CASE("ptx: comparisons of integers and bits, with a sign and without") {
    const std::pair<const char*, char> sizes[] = {{"16", 'h'}, {"32", 'w'}, {"64", 'd'}};
    for (const auto& [size, letter] : sizes) {
        const std::uint64_t minus_one = ~0ULL >> (64 - std::stoi(size));
        check_order(std::string("u") + size, letter, {1, 7, minus_one}, {minus_one, 7, 1});
        check_order(std::string("s") + size, letter, {minus_one, 7, 1}, {1, 7, minus_one});
        check_order(std::string("b") + size, letter, {1, 7, minus_one}, {minus_one, 7, 1});
    }
    check_reals<float>("f32");
    check_reals<double>("f64");
    CHECK(unasked(engine::ptx::known_forms(), {"setp"}, asked_comparisons) == "");
}

TEST_CASE("ptx: a choice takes the first where its predicate is true") {
    const std::pair<const char*, char> types[] = {
        {"b16", 'h'}, {"u16", 'h'}, {"s16", 'h'}, {"b32", 'w'}, {"u32", 'w'}, {"s32", 'w'},
        {"f32", 'w'}, {"b64", 'd'}, {"u64", 'd'}, {"s64", 'd'}, {"f64", 'd'}};
    for (const auto& [type, letter] : types) {
        const std::string opcode = std::string("selp.") + type;
        asked_comparisons.insert(opcode);
        CAPTURE(opcode);
        CHECK(applied(opcode, {letter, letter, letter, 'p'}, {{5, 5}, {9, 9}, {1, 0}}) ==
              Bits{5, 9});
    }
    CHECK(unasked(engine::ptx::known_forms(), {"selp"}, asked_comparisons) == "");
}
