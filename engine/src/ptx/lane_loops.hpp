#pragma once

#include <cstring>

#include "ptx/forms.hpp"

/// An operation on single values becomes a step on all lanes.
namespace tapir::engine::ptx {

/// A predicate in a register.
enum class Truth : std::uint8_t { no, yes };
constexpr Truth truth(bool value) {
    return value ? Truth::yes : Truth::no;
}

/// Values in registers are copied out and in, since one may be read as another type than it was
/// written; compilers make plain loads of it.
template <class Value>
Value lane_value(const std::byte* values, std::uint32_t lane) {
    Value value;
    std::memcpy(&value, values + lane * sizeof(Value), sizeof(Value));
    return value;
}

template <class Value>
void set_lane(std::byte* values, std::uint32_t lane, Value value) {
    std::memcpy(values + lane * sizeof(Value), &value, sizeof(Value));
}

template <class Operation, class To, class... From>
struct LaneLoops {
    template <std::size_t... i>
    static void one(std::byte* registers, const Step& step, std::uint32_t lane,
                    std::index_sequence<i...> /*sources*/) {
        set_lane<To>(registers + step.to, lane,
                     Operation()(lane_value<From>(registers + step.from[i], lane)...));
    }

    static void all(Lanes& lanes, const Step& step) {
        std::byte* const registers = lanes.registers;
#pragma omp simd
        for (std::uint32_t lane = 0; lane < lane_count; ++lane) {
            one(registers, step, lane, std::index_sequence_for<From...>{});
        }
    }

    static void some(Lanes& lanes, const Step& step) {
        for (std::uint32_t i = 0; i < lanes.active_count; ++i) {
            one(lanes.registers, step, lanes.active[i], std::index_sequence_for<From...>{});
        }
    }
};

/// @tparam To, From    C++ types of the values; Truth is a predicate
/// @param operation    a function without state, as a lambda without captures
template <class To, class... From, class Operation>
Form form_of(Operation /*operation*/, Unwritten unwritten = Unwritten::used) {
    using Loops = LaneLoops<Operation, To, From...>;
    return {.all = Loops::all,
            .some = Loops::some,
            .to = sizeof(To),
            .from = {sizeof(From)...},
            .unwritten = unwritten};
}

} // namespace tapir::engine::ptx
