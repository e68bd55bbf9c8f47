#include "ptx/bit_forms.hpp"

#include <algorithm>
#include <bit>
#include <type_traits>

#include "ptx/lane_loops.hpp"
#include "ptx/type_of.hpp"

namespace tapir::engine::ptx {

namespace {

template <class Bits>
inline constexpr std::uint32_t width = 8 * sizeof(Bits);

template <class Bits>
void add_logic(FormTable& table) {
    const std::string type = "." + bits_suffix<Bits>;
    table["and" + type] =
        form_of<Bits, Bits, Bits>([](Bits a, Bits b) { return static_cast<Bits>(a & b); });
    table["or" + type] =
        form_of<Bits, Bits, Bits>([](Bits a, Bits b) { return static_cast<Bits>(a | b); });
    table["xor" + type] =
        form_of<Bits, Bits, Bits>([](Bits a, Bits b) { return static_cast<Bits>(a ^ b); });
    table["not" + type] = form_of<Bits, Bits>([](Bits a) { return static_cast<Bits>(~a); });
    table["cnot" + type] = form_of<Bits, Bits>([](Bits a) { return Bits{a == 0}; });
}

void add_logic_of_predicates(FormTable& table) {
    table["and.pred"] = form_of<Truth, Truth, Truth>(
        [](Truth a, Truth b) { return truth(a == Truth::yes && b == Truth::yes); });
    table["or.pred"] = form_of<Truth, Truth, Truth>(
        [](Truth a, Truth b) { return truth(a == Truth::yes || b == Truth::yes); });
    table["xor.pred"] =
        form_of<Truth, Truth, Truth>([](Truth a, Truth b) { return truth(a != b); });
    table["not.pred"] = form_of<Truth, Truth>([](Truth a) { return truth(a == Truth::no); });
}

/// Shifts by the width and more leave what shifting one by one would.
template <class Bits>
void add_shifts(FormTable& table) {
    using Signed = std::make_signed_t<Bits>;
    table["shl." + bits_suffix<Bits>] = form_of<Bits, Bits, std::uint32_t>(
        [](Bits a, std::uint32_t by) {
            return by < width<Bits> ? static_cast<Bits>(std::uint64_t{a} << by) : Bits{0};
        },
        Unwritten::shifted);
    const Form right = form_of<Bits, Bits, std::uint32_t>(
        [](Bits a, std::uint32_t by) {
            return by < width<Bits> ? static_cast<Bits>(a >> by) : Bits{0};
        },
        Unwritten::shifted);
    table["shr." + bits_suffix<Bits>] = right;
    table["shr." + type_suffix<Bits>] = right;
    table["shr." + type_suffix<Signed>] = form_of<Signed, Signed, std::uint32_t>(
        [](Signed a, std::uint32_t by) {
            return static_cast<Signed>(a >> std::min(by, width<Bits> - 1));
        },
        Unwritten::shifted);
}

/// Bits of one number, counted.
template <class Bits>
void add_counts(FormTable& table) {
    const std::string type = "." + bits_suffix<Bits>;
    table["popc" + type] = form_of<std::uint32_t, Bits>(
        [](Bits a) { return static_cast<std::uint32_t>(std::popcount(a)); });
    table["clz" + type] = form_of<std::uint32_t, Bits>(
        [](Bits a) { return static_cast<std::uint32_t>(std::countl_zero(a)); });
}

/// Two numbers side by side, shifted; the amount is clamped at 32 or taken modulo 32.
template <bool wrap>
void add_funnel_shifts(FormTable& table, const std::string& name) {
    using Word = std::uint32_t;
    table["shf.l." + name] = form_of<Word, Word, Word, Word>([](Word low, Word high, Word by) {
        const Word count = wrap ? by % 32 : std::min(by, Word{32});
        const std::uint64_t both = std::uint64_t{high} << 32U | low;
        return static_cast<Word>(both << count >> 32U);
    });
    table["shf.r." + name] = form_of<Word, Word, Word, Word>([](Word low, Word high, Word by) {
        const Word count = wrap ? by % 32 : std::min(by, Word{32});
        return static_cast<Word>((std::uint64_t{high} << 32U | low) >> count);
    });
}

/// Four of the eight bytes of two numbers; a selector's highest bit asks for its sign instead.
std::uint32_t chosen_bytes(std::uint32_t a, std::uint32_t b, std::uint32_t selectors) {
    const std::uint64_t both = std::uint64_t{b} << 32U | a;
    std::uint32_t result = 0;
    for (std::uint32_t i = 0; i < 4; ++i) {
        const std::uint32_t selector = selectors >> (4 * i) & 15U;
        const auto byte = static_cast<std::uint8_t>(both >> (8 * (selector & 7U)));
        const std::uint32_t sign = (byte & 0x80U) != 0 ? 0xFFU : 0U;
        result |= ((selector & 8U) != 0 ? sign : byte) << (8 * i);
    }
    return result;
}

} // namespace

void add_bit_forms(FormTable& table) {
    add_logic<std::uint16_t>(table);
    add_logic<std::uint32_t>(table);
    add_logic<std::uint64_t>(table);
    add_logic_of_predicates(table);
    add_shifts<std::uint16_t>(table);
    add_shifts<std::uint32_t>(table);
    add_shifts<std::uint64_t>(table);
    add_counts<std::uint32_t>(table);
    add_counts<std::uint64_t>(table);
    add_funnel_shifts<true>(table, "wrap.b32");
    add_funnel_shifts<false>(table, "clamp.b32");
    using Word = std::uint32_t;
    table["prmt.b32"] = form_of<Word, Word, Word, Word>(
        [](Word a, Word b, Word selectors) { return chosen_bytes(a, b, selectors); });
}

} // namespace tapir::engine::ptx
