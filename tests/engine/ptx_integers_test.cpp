#include <doctest/doctest.h>

#include <functional>
#include <limits>
#include <set>
#include <type_traits>

#include "ptx/known_forms.hpp"
#include "ptx_runs.hpp"

/// Every operation on integers against the same in 128 bits, cut to the type's size.
namespace {

using namespace tapir;
using namespace tapir::test;

__extension__ using Wide = __int128;
__extension__ using WideBits = unsigned __int128;
using Operation = std::function<Wide(Wide, Wide, Wide)>;

std::set<std::string> asked_integers; ///< by the test case that runs

template <class Integer>
std::string name(const std::string& operation, bool as_bits = false) {
    const char* const letter = as_bits ? "b" : std::is_signed_v<Integer> ? "s" : "u";
    return operation + "." + letter + std::to_string(8 * sizeof(Integer));
}

/// Numbers at which something happens.
template <class Integer>
std::vector<Integer> edges() {
    using Limits = std::numeric_limits<Integer>;
    std::vector<Integer> all{0, 1, 2, 3, 7, 100, Limits::max(), Limits::min()};
    all.push_back(static_cast<Integer>(Limits::max() - 1));
    all.push_back(static_cast<Integer>(Limits::min() + 1));
    all.push_back(static_cast<Integer>(-1));
    all.push_back(static_cast<Integer>(Limits::max() / 3));
    return all;
}

/// Asks for all pairs of edges (and a third number) in one launch.
/// @tparam Result  type of the result
template <class Result, class Integer, class Third = Integer>
void ask(const std::string& opcode, std::size_t sources, const Operation& operation,
         bool without_zero = false) {
    asked_integers.insert(opcode);
    CAPTURE(opcode);
    std::vector<std::vector<std::uint64_t>> values(sources);
    std::vector<Result> expected;
    for (const Integer a : edges<Integer>()) {
        for (const Integer b : edges<Integer>()) {
            if (without_zero && b == 0) {
                continue;
            }
            const Third c = edges<Third>()[expected.size() % edges<Third>().size()];
            const std::uint64_t bits[] = {bits_of(a), bits_of(b), bits_of(c)};
            for (std::size_t i = 0; i < sources; ++i) {
                values[i].push_back(bits[i]);
            }
            expected.push_back(static_cast<Result>(operation(a, b, c)));
        }
    }
    std::string shape{letter_of<Result>()};
    for (std::size_t i = 0; i < sources; ++i) {
        shape += i == 2 ? letter_of<Third>() : letter_of<Integer>();
    }
    const auto results = applied(opcode, shape, values);
    for (std::size_t i = 0; i < results.size(); ++i) {
        CAPTURE(i);
        CHECK(results[i] == bits_of(expected[i]));
    }
}

template <class Integer>
void ask_sums_and_quotients() {
    ask<Integer, Integer>(name<Integer>("add"), 2, [](Wide a, Wide b, Wide) { return a + b; });
    ask<Integer, Integer>(name<Integer>("sub"), 2, [](Wide a, Wide b, Wide) { return a - b; });
    ask<Integer, Integer>(name<Integer>("min"), 2,
                          [](Wide a, Wide b, Wide) { return a < b ? a : b; });
    ask<Integer, Integer>(name<Integer>("max"), 2,
                          [](Wide a, Wide b, Wide) { return a < b ? b : a; });
    ask<Integer, Integer>(
        name<Integer>("div"), 2, [](Wide a, Wide b, Wide) { return a / b; }, true);
    ask<Integer, Integer>(
        name<Integer>("rem"), 2, [](Wide a, Wide b, Wide) { return a % b; }, true);
    if (std::is_signed_v<Integer>) {
        ask<Integer, Integer>(name<Integer>("neg"), 1, [](Wide a, Wide, Wide) { return -a; });
        ask<Integer, Integer>(name<Integer>("abs"), 1,
                              [](Wide a, Wide, Wide) { return a < 0 ? -a : a; });
    }
}

template <class Integer>
void ask_products() {
    constexpr int width = 8 * sizeof(Integer);
    // the whole product of two numbers of 64 bits without a sign needs all 128
    const auto whole = [](Wide a, Wide b) {
        return static_cast<WideBits>(a) * static_cast<WideBits>(b);
    };
    const auto high = [whole](Wide a, Wide b) {
        const WideBits product = whole(a, b);
        return std::is_signed_v<Integer> ? static_cast<Wide>(product) >> width
                                         : static_cast<Wide>(product >> width);
    };
    ask<Integer, Integer>(name<Integer>("mul.lo"), 2,
                          [whole](Wide a, Wide b, Wide) { return static_cast<Wide>(whole(a, b)); });
    ask<Integer, Integer>(name<Integer>("mul.hi"), 2,
                          [high](Wide a, Wide b, Wide) { return high(a, b); });
    ask<Integer, Integer>(name<Integer>("mad.lo"), 3, [whole](Wide a, Wide b, Wide c) {
        return static_cast<Wide>(whole(a, b) + static_cast<WideBits>(c));
    });
    ask<Integer, Integer>(name<Integer>("mad.hi"), 3,
                          [high](Wide a, Wide b, Wide c) { return high(a, b) + c; });
}

template <class Integer, class Twice>
void ask_whole_products() {
    ask<Twice, Integer>(name<Integer>("mul.wide"), 2, [](Wide a, Wide b, Wide) { return a * b; });
    ask<Twice, Integer, Twice>(name<Integer>("mad.wide"), 3,
                               [](Wide a, Wide b, Wide c) { return a * b + c; });
}

template <class Bits>
void ask_logic() {
    ask<Bits, Bits>(name<Bits>("and", true), 2, [](Wide a, Wide b, Wide) { return a & b; });
    ask<Bits, Bits>(name<Bits>("or", true), 2, [](Wide a, Wide b, Wide) { return a | b; });
    ask<Bits, Bits>(name<Bits>("xor", true), 2, [](Wide a, Wide b, Wide) { return a ^ b; });
    ask<Bits, Bits>(name<Bits>("not", true), 1, [](Wide a, Wide, Wide) { return ~a; });
    ask<Bits, Bits>(name<Bits>("cnot", true), 1, [](Wide a, Wide, Wide) { return Wide{a == 0}; });
}

/// By 0, by less than the width, by the width, and by more.
template <class Integer>
void ask_shift(const std::string& opcode, bool left) {
    asked_integers.insert(opcode);
    CAPTURE(opcode);
    constexpr int width = 8 * sizeof(Integer);
    std::vector<std::vector<std::uint64_t>> values(2);
    std::vector<Integer> expected;
    for (const Integer a : edges<Integer>()) {
        for (const std::uint32_t by : {0U, 1U, 15U, 31U, 33U, 63U, 64U, 65U, 0x80000000U}) {
            values[0].push_back(bits_of(a));
            values[1].push_back(by);
            Wide result = a;
            for (std::uint32_t i = 0; i < by && i < 2U * width; ++i) { // one by one
                result = left ? static_cast<Integer>(result * 2) : result >> 1;
            }
            expected.push_back(static_cast<Integer>(result));
        }
    }
    const auto results = applied(opcode, {letter_of<Integer>(), letter_of<Integer>(), 'w'}, values);
    for (std::size_t i = 0; i < results.size(); ++i) {
        CAPTURE(i);
        CHECK(results[i] == bits_of(expected[i]));
    }
}

template <class Bits>
void ask_shifts() {
    using Signed = std::make_signed_t<Bits>;
    ask_shift<Bits>(name<Bits>("shl", true), true);
    ask_shift<Bits>(name<Bits>("shr", true), false);
    ask_shift<Bits>(name<Bits>("shr"), false);
    ask_shift<Signed>(name<Signed>("shr"), false);
}

} // namespace

TEST_CASE("ptx: sums, differences, extremes and quotients go round at the ends of their type") {
    ask_sums_and_quotients<std::uint16_t>();
    ask_sums_and_quotients<std::uint32_t>();
    ask_sums_and_quotients<std::uint64_t>();
    ask_sums_and_quotients<std::int16_t>();
    ask_sums_and_quotients<std::int32_t>();
    ask_sums_and_quotients<std::int64_t>();
}

TEST_CASE("ptx: products have a low half, a high half, and a whole") {
    ask_products<std::uint16_t>();
    ask_products<std::uint32_t>();
    ask_products<std::uint64_t>();
    ask_products<std::int16_t>();
    ask_products<std::int32_t>();
    ask_products<std::int64_t>();
    ask_whole_products<std::uint16_t, std::uint32_t>();
    ask_whole_products<std::uint32_t, std::uint64_t>();
    ask_whole_products<std::int16_t, std::int32_t>();
    ask_whole_products<std::int32_t, std::int64_t>();
    CHECK(unasked(engine::ptx::known_forms(), {"mul.lo", "mul.hi", "mul.wide", "mad"},
                  asked_integers) == "");
}

TEST_CASE("ptx: logic and shifts of bits, by more than there are as well") {
    ask_logic<std::uint16_t>();
    ask_logic<std::uint32_t>();
    ask_logic<std::uint64_t>();
    ask_shifts<std::uint16_t>();
    ask_shifts<std::uint32_t>();
    ask_shifts<std::uint64_t>();
    for (const char* const opcode : {"and.pred", "or.pred", "xor.pred"}) {
        const auto found = applied(opcode, "ppp", {{0, 0, 1, 1}, {0, 1, 0, 1}});
        asked_integers.insert(opcode);
        CAPTURE(opcode);
        CHECK(found == (opcode[0] == 'a'   ? std::vector<std::uint64_t>{0, 0, 0, 1}
                        : opcode[0] == 'o' ? std::vector<std::uint64_t>{0, 1, 1, 1}
                                           : std::vector<std::uint64_t>{0, 1, 1, 0}));
    }
    CHECK(applied("not.pred", "pp", {{0, 1}}) == std::vector<std::uint64_t>{1, 0});
    asked_integers.insert("not.pred");
    CHECK(unasked(engine::ptx::known_forms(), {"and", "or", "xor", "not", "cnot", "shl", "shr"},
                  asked_integers) == "");
}

TEST_CASE("ptx: bits are counted, and bytes of two words chosen") {
    using Bits = std::vector<std::uint64_t>;
    CHECK(applied("popc.b32", "ww", {{0, 1, 0xFFFFFFFF}}) == Bits{0, 1, 32});
    CHECK(applied("popc.b64", "wd", {{0, 3, ~0ULL}}) == Bits{0, 2, 64});
    CHECK(applied("clz.b32", "ww", {{0, 1, 0x80000000}}) == Bits{32, 31, 0});
    CHECK(applied("clz.b64", "wd", {{0, 1, 1ULL << 63U}}) == Bits{64, 63, 0});
    const Bits low{0x33221100, 0x33221100, 0x33221100};
    const Bits high{0x77665584, 0x77665584, 0x77665584};
    // the lowest byte first; its number is a byte's place, 8 more asks for its sign
    CHECK(applied("prmt.b32", "wwww", {low, high, {0x7531, 0x0123, 0xC444}}) ==
          Bits{0x77553311, 0x00112233, 0xFF848484});
    CHECK(applied("shf.l.wrap.b32", "wwww", {low, high, {0, 8, 40}}) ==
          Bits{0x77665584, 0x66558433, 0x66558433});
    CHECK(applied("shf.l.clamp.b32", "wwww", {low, high, {0, 8, 40}}) ==
          Bits{0x77665584, 0x66558433, 0x33221100});
    CHECK(applied("shf.r.wrap.b32", "wwww", {low, high, {0, 8, 40}}) ==
          Bits{0x33221100, 0x84332211, 0x84332211});
    CHECK(applied("shf.r.clamp.b32", "wwww", {low, high, {0, 8, 40}}) ==
          Bits{0x33221100, 0x84332211, 0x77665584});
}
