#include "ptx/comparison_forms.hpp"

#include "ptx/lane_loops.hpp"
#include "ptx/type_of.hpp"

namespace tapir::engine::ptx {

namespace {

template <class Value, class Test>
void enter(FormTable& table, const std::string& name, const std::string& type, Test /*test*/) {
    table["setp." + name + "." + type] =
        form_of<Truth, Value, Value>([](Value a, Value b) { return truth(Test()(a, b)); });
}

template <class Value>
void add_equality(FormTable& table, const std::string& type) {
    enter<Value>(table, "eq", type, [](Value a, Value b) { return a == b; });
    // of numbers: both are, and they differ
    enter<Value>(table, "ne", type, [](Value a, Value b) { return a < b || a > b; });
}

template <class Value>
void add_order(FormTable& table, const std::string& type) {
    add_equality<Value>(table, type);
    enter<Value>(table, "lt", type, [](Value a, Value b) { return a < b; });
    enter<Value>(table, "le", type, [](Value a, Value b) { return a <= b; });
    enter<Value>(table, "gt", type, [](Value a, Value b) { return a > b; });
    enter<Value>(table, "ge", type, [](Value a, Value b) { return a >= b; });
}

/// Lower and higher, as PTX also says of numbers without a sign.
template <class Value>
void add_lower_and_higher(FormTable& table, const std::string& type) {
    enter<Value>(table, "lo", type, [](Value a, Value b) { return a < b; });
    enter<Value>(table, "ls", type, [](Value a, Value b) { return a <= b; });
    enter<Value>(table, "hi", type, [](Value a, Value b) { return a > b; });
    enter<Value>(table, "hs", type, [](Value a, Value b) { return a >= b; });
}

/// True of a NaN as well.
template <class Real>
void add_unordered(FormTable& table, const std::string& type) {
    enter<Real>(table, "equ", type, [](Real a, Real b) { return !(a < b || a > b); });
    enter<Real>(table, "neu", type, [](Real a, Real b) { return !(a == b); });
    enter<Real>(table, "ltu", type, [](Real a, Real b) { return !(a >= b); });
    enter<Real>(table, "leu", type, [](Real a, Real b) { return !(a > b); });
    enter<Real>(table, "gtu", type, [](Real a, Real b) { return !(a <= b); });
    enter<Real>(table, "geu", type, [](Real a, Real b) { return !(a < b); });
    enter<Real>(table, "num", type, [](Real a, Real b) { return a == a && b == b; });
    enter<Real>(table, "nan", type, [](Real a, Real b) { return a != a || b != b; });
}

template <class Bits>
void add_choice(FormTable& table, const std::string& type) {
    table["selp." + type] = form_of<Bits, Bits, Bits, Truth>(
        [](Bits a, Bits b, Truth first) { return first == Truth::yes ? a : b; }, Unwritten::chosen);
}

template <class Bits>
void add_size(FormTable& table) {
    using Signed = std::make_signed_t<Bits>;
    add_equality<Bits>(table, bits_suffix<Bits>);
    add_order<Bits>(table, type_suffix<Bits>);
    add_order<Signed>(table, type_suffix<Signed>);
    add_lower_and_higher<Bits>(table, type_suffix<Bits>);
    add_choice<Bits>(table, bits_suffix<Bits>);
    add_choice<Bits>(table, type_suffix<Bits>);
    add_choice<Bits>(table, type_suffix<Signed>);
}

} // namespace

void add_comparison_forms(FormTable& table) {
    add_size<std::uint16_t>(table);
    add_size<std::uint32_t>(table);
    add_size<std::uint64_t>(table);
    add_order<float>(table, "f32");
    add_order<double>(table, "f64");
    add_unordered<float>(table, "f32");
    add_unordered<double>(table, "f64");
    add_choice<std::uint32_t>(table, "f32");
    add_choice<std::uint64_t>(table, "f64");
}

} // namespace tapir::engine::ptx
