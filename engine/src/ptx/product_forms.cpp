#include "ptx/product_forms.hpp"

#include <type_traits>

#include "ptx/lane_loops.hpp"
#include "ptx/type_of.hpp"
#include "ptx/wrapping.hpp"

namespace tapir::engine::ptx {

namespace {

__extension__ using Int128 = __int128;
__extension__ using Unsigned128 = unsigned __int128;

/// Twice as wide, of the same sign.
template <class Integer>
struct Twice;
template <>
struct Twice<std::uint16_t> {
    using Type = std::uint32_t;
};
template <>
struct Twice<std::uint32_t> {
    using Type = std::uint64_t;
};
template <>
struct Twice<std::uint64_t> {
    using Type = Unsigned128;
};
template <>
struct Twice<std::int16_t> {
    using Type = std::int32_t;
};
template <>
struct Twice<std::int32_t> {
    using Type = std::int64_t;
};
template <>
struct Twice<std::int64_t> {
    using Type = Int128;
};

template <class Integer>
typename Twice<Integer>::Type whole_product(Integer a, Integer b) {
    using Wide = typename Twice<Integer>::Type;
    return static_cast<Wide>(static_cast<Wide>(a) * static_cast<Wide>(b));
}

template <class Integer>
Integer high_product(Integer a, Integer b) {
    return static_cast<Integer>(whole_product(a, b) >> (8 * sizeof(Integer)));
}

template <class Integer>
void add_halves(FormTable& table) {
    const std::string type = "." + type_suffix<Integer>;
    table["mul.lo" + type] = form_of<Integer, Integer, Integer>(
        [](Integer a, Integer b) { return wrapped_product(a, b); });
    table["mul.hi" + type] =
        form_of<Integer, Integer, Integer>([](Integer a, Integer b) { return high_product(a, b); });
    table["mad.lo" + type] = form_of<Integer, Integer, Integer, Integer>(
        [](Integer a, Integer b, Integer c) { return wrapped_sum(wrapped_product(a, b), c); });
    table["mad.hi" + type] = form_of<Integer, Integer, Integer, Integer>(
        [](Integer a, Integer b, Integer c) { return wrapped_sum(high_product(a, b), c); });
}

template <class Integer>
void add_whole(FormTable& table) {
    using Wide = typename Twice<Integer>::Type;
    const std::string type = "." + type_suffix<Integer>;
    table["mul.wide" + type] =
        form_of<Wide, Integer, Integer>([](Integer a, Integer b) { return whole_product(a, b); });
    table["mad.wide" + type] = form_of<Wide, Integer, Integer, Wide>(
        [](Integer a, Integer b, Wide c) { return wrapped_sum(whole_product(a, b), c); });
}

} // namespace

void add_product_forms(FormTable& table) {
    add_halves<std::uint16_t>(table);
    add_halves<std::uint32_t>(table);
    add_halves<std::uint64_t>(table);
    add_halves<std::int16_t>(table);
    add_halves<std::int32_t>(table);
    add_halves<std::int64_t>(table);
    add_whole<std::uint16_t>(table);
    add_whole<std::uint32_t>(table);
    add_whole<std::int16_t>(table);
    add_whole<std::int32_t>(table);
}

} // namespace tapir::engine::ptx
