#include "ptx/memory_steps.hpp"

#include <algorithm>

#include "ptx/lane_loops.hpp"
#include "ptx/memory_access.hpp"

namespace tapir::engine::ptx {

namespace {

std::uint64_t address_of(const Lanes& lanes, const Step& step, std::uint32_t lane) {
    return lane_value<std::uint64_t>(lanes.registers + step.from[0], lane) +
           static_cast<std::uint64_t>(step.offset);
}

/// Bits of the result that nobody wrote: those of the memory, and bytes that the text calls unused.
template <class Value>
void mark_loaded(Lanes& lanes, const Step& step, std::uint32_t lane, const std::uint8_t* marks) {
    Value unwritten{0};
    if (marks != nullptr) {
        std::memcpy(&unwritten, marks, sizeof unwritten);
    }
    for (std::size_t i = 0; i < sizeof(Value); ++i) {
        if ((step.unused_bytes >> i & 1U) != 0) {
            unwritten = static_cast<Value>(unwritten | Value{0xFF} << (8 * i));
        }
    }
    set_lane(lanes.unwritten + step.to, lane, unwritten);
}

template <class Value>
void load_some(Lanes& lanes, const Step& step) {
    for (std::uint32_t i = 0; i < lanes.active_count; ++i) {
        const std::uint32_t lane = lanes.active[i];
        const MemoryAccess::Bytes bytes =
            lanes.memory->find(step, lane, address_of(lanes, step, lane), sizeof(Value), false);
        Value value;
        std::memcpy(&value, bytes.data, sizeof value);
        set_lane(lanes.registers + step.to, lane, value);
        if (lanes.unwritten != nullptr) {
            mark_loaded<Value>(lanes, step, lane, bytes.unwritten);
        }
    }
}

/// Often all lanes read one place.
template <class Value>
void load_all(Lanes& lanes, const Step& step) {
    const std::uint64_t first = address_of(lanes, step, 0);
    std::uint64_t difference = 0;
#pragma omp simd reduction(| : difference)
    for (std::uint32_t lane = 0; lane < lane_count; ++lane) {
        difference |= address_of(lanes, step, lane) ^ first;
    }
    if (difference != 0 || !lanes.memory->is_same_for_all(step)) {
        load_some<Value>(lanes, step);
        return;
    }
    Value value;
    std::memcpy(&value, lanes.memory->find(step, 0, first, sizeof(Value), false).data,
                sizeof value);
#pragma omp simd
    for (std::uint32_t lane = 0; lane < lane_count; ++lane) {
        set_lane(lanes.registers + step.to, lane, value);
    }
}

template <class Value>
void store(Lanes& lanes, const Step& step) {
    for (std::uint32_t i = 0; i < lanes.active_count; ++i) {
        const std::uint32_t lane = lanes.active[i];
        const MemoryAccess::Bytes bytes =
            lanes.memory->find(step, lane, address_of(lanes, step, lane), sizeof(Value), true);
        const auto value = lane_value<Value>(lanes.registers + step.from[1], lane);
        std::memcpy(bytes.data, &value, sizeof value);
        if (bytes.unwritten != nullptr) {
            const auto unwritten = lane_value<Value>(lanes.unwritten + step.from[1], lane);
            std::memcpy(bytes.unwritten, &unwritten, sizeof unwritten);
        }
    }
}

/// One of four functions, by the size of the value.
RunStep by_size(std::size_t bytes, RunStep one, RunStep two, RunStep four, RunStep eight) {
    return bytes == 1 ? one : bytes == 2 ? two : bytes == 4 ? four : eight;
}

using U8 = std::uint8_t;
using U16 = std::uint16_t;
using U32 = std::uint32_t;
using U64 = std::uint64_t;

} // namespace

void make_load(Step& step, std::size_t bytes) {
    step.all = by_size(bytes, load_all<U8>, load_all<U16>, load_all<U32>, load_all<U64>);
    step.some = by_size(bytes, load_some<U8>, load_some<U16>, load_some<U32>, load_some<U64>);
    step.to_bytes = static_cast<std::uint8_t>(bytes);
    step.from_bytes = {sizeof(U64), 0, 0};
    step.unwritten = Unwritten::memory;
}

void make_store(Step& step, std::size_t bytes) {
    step.all = by_size(bytes, store<U8>, store<U16>, store<U32>, store<U64>);
    step.some = step.all;
    step.from_bytes = {sizeof(U64), static_cast<std::uint8_t>(bytes), 0};
    step.unwritten = Unwritten::memory;
}

} // namespace tapir::engine::ptx
