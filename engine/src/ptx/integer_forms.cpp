#include "ptx/integer_forms.hpp"

#include <algorithm>
#include <limits>
#include <type_traits>

#include "ptx/lane_loops.hpp"
#include "ptx/type_of.hpp"
#include "ptx/wrapping.hpp"

namespace tapir::engine::ptx {

namespace {

template <class Integer>
void add_sums(FormTable& table) {
    const std::string type = "." + type_suffix<Integer>;
    table["add" + type] =
        form_of<Integer, Integer, Integer>([](Integer a, Integer b) { return wrapped_sum(a, b); });
    table["sub" + type] = form_of<Integer, Integer, Integer>(
        [](Integer a, Integer b) { return wrapped_difference(a, b); });
    table["min" + type] =
        form_of<Integer, Integer, Integer>([](Integer a, Integer b) { return std::min(a, b); });
    table["max" + type] =
        form_of<Integer, Integer, Integer>([](Integer a, Integer b) { return std::max(a, b); });
    if constexpr (std::is_signed_v<Integer>) {
        table["neg" + type] =
            form_of<Integer, Integer>([](Integer a) { return wrapped_difference(Integer{0}, a); });
        table["abs" + type] = form_of<Integer, Integer>(
            [](Integer a) { return a < 0 ? wrapped_difference(Integer{0}, a) : a; });
    }
}

/// Quotients by zero are not defined in PTX, and so a fault here.
template <class Integer, bool remainder>
void divide(Lanes& lanes, const Step& step) {
    for (std::uint32_t i = 0; i < lanes.active_count; ++i) {
        const std::uint32_t lane = lanes.active[i];
        const auto a = lane_value<Integer>(lanes.registers + step.from[0], lane);
        const auto b = lane_value<Integer>(lanes.registers + step.from[1], lane);
        if (b == 0) {
            throw StepFault{.lane = lane, .what = "a division by zero, which PTX does not define"};
        }
        Integer result = 0;
        // the least number by -1 goes round, and would trap
        if (std::is_signed_v<Integer> && b == static_cast<Integer>(-1)) {
            result = remainder ? Integer{0} : wrapped_difference(Integer{0}, a);
        } else {
            result = static_cast<Integer>(remainder ? a % b : a / b);
        }
        set_lane(lanes.registers + step.to, lane, result);
    }
}

template <class Integer, bool remainder>
Form quotient_form() {
    const RunStep run = divide<Integer, remainder>;
    return {
        .all = run, .some = run, .to = sizeof(Integer), .from = {sizeof(Integer), sizeof(Integer)}};
}

template <class Integer>
void add_type(FormTable& table) {
    add_sums<Integer>(table);
    table["div." + type_suffix<Integer>] = quotient_form<Integer, false>();
    table["rem." + type_suffix<Integer>] = quotient_form<Integer, true>();
}

} // namespace

void add_integer_forms(FormTable& table) {
    add_type<std::uint16_t>(table);
    add_type<std::uint32_t>(table);
    add_type<std::uint64_t>(table);
    add_type<std::int16_t>(table);
    add_type<std::int32_t>(table);
    add_type<std::int64_t>(table);
}

} // namespace tapir::engine::ptx
