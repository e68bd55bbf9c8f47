#include "ptx/warp.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "ptx/lane_loops.hpp"

namespace tapir::engine::ptx {

namespace {

constexpr std::uint32_t all_lanes = ~std::uint32_t{0};

/// The first byte of an aligned block within.
std::byte* aligned(std::vector<std::byte>& memory) {
    const auto address = reinterpret_cast<std::uintptr_t>(memory.data());
    return memory.data() + (register_stride - address % register_stride) % register_stride;
}

/// Registers, what nobody wrote of them where that is asked for, and room to align them.
std::vector<std::byte> room_for(std::size_t registers, bool with_marks) {
    return std::vector<std::byte>(((with_marks ? 2 : 1) * registers + 1) * register_stride);
}

void fill(std::byte* place, const Constant& constant) {
    for (std::uint32_t lane = 0; lane < lane_count; ++lane) {
        // the lowest bytes come first, on the host as in PTX
        std::memcpy(place + lane * constant.bytes, &constant.bits, constant.bytes);
    }
}

std::uint32_t special_value(Special what, const Warp::Threads& threads, std::uint32_t lane) {
    switch (what) {
    case Special::thread:
        return threads.number.at(lane);
    case Special::threads:
        return threads.threads_per_block;
    case Special::block:
        return threads.block;
    case Special::blocks:
        return threads.blocks;
    case Special::zero:
        return 0;
    case Special::one:
        return 1;
    }
    return 0;
}

/// A fault, with the number of the instruction that it is of.
struct InstructionFault {
    std::uint32_t instruction;
    StepFault fault;
};

Fault fault_of(const Kernel& kernel, const InstructionFault& found, const Warp::Threads& threads) {
    const InstructionText& instruction = kernel.instructions[found.instruction];
    return {{.kernel = kernel.name,
             .line = instruction.line,
             .text = instruction.text,
             .block = threads.block,
             .thread = threads.number.at(found.fault.lane)},
            found.fault.what};
}

} // namespace

Warp::Warp(const Kernel& kernel, const std::vector<Constant>& constants, MemoryAccess& memory,
           const Checks& checks)
    : kernel_(kernel), constants_(constants), follows_unwritten_(checks.initialised),
      registers_(room_for(kernel.registers, checks.initialised)), passes_(kernel.blocks.size()) {
    lanes_.registers = aligned(registers_);
    lanes_.memory = &memory;
    if (follows_unwritten_) {
        lanes_.unwritten = lanes_.registers + kernel.registers * register_stride;
    }
    for (const Constant& constant : constants_) {
        fill(lanes_.registers + constant.at, constant);
    }
}

void Warp::fill_registers(const Threads& threads) {
    for (const SpecialRegister& special : kernel_.specials) {
        for (std::uint32_t lane = 0; lane < lane_count; ++lane) {
            set_lane(lanes_.registers + special.at, lane,
                     special_value(special.what, threads, lane));
        }
    }
    if (!follows_unwritten_) {
        return;
    }
    std::memset(lanes_.unwritten, 0xFF, kernel_.registers * register_stride);
    for (const Constant& constant : constants_) {
        std::memset(lanes_.unwritten + constant.at, 0, register_stride);
    }
    for (const SpecialRegister& special : kernel_.specials) {
        std::memset(lanes_.unwritten + special.at, 0, register_stride);
    }
}

void Warp::activate(Mask mask) {
    mask_ = mask;
    lanes_.active_count = 0;
    for (Mask left = mask; left != 0; left &= left - 1) {
        lanes_.active[lanes_.active_count++] = static_cast<std::uint8_t>(std::countr_zero(left));
    }
}

void Warp::run(const Threads& threads) {
    fill_registers(threads);
    alive_ = threads.count == lane_count ? all_lanes : (Mask{1} << threads.count) - 1;
    at_ = 0;
    activate(alive_);
    try {
        while (alive_ != 0) {
            const BasicBlock& block = kernel_.blocks[at_];
            passes_[at_] += lanes_.active_count;
            run_steps(block);
            part(block);
        }
    } catch (const InstructionFault& found) {
        throw fault_of(kernel_, found, threads);
    }
}

void Warp::run_steps(const BasicBlock& block) {
    const Step* step = kernel_.steps.data() + block.first;
    const Step* const last = kernel_.steps.data() + block.last;
    try {
        if (follows_unwritten_) {
            for (; step != last; ++step) {
                check_sources(*step);
                step->some(lanes_, *step);
                follow_unwritten(*step);
            }
        } else if (mask_ == all_lanes) {
            for (; step != last; ++step) {
                step->all(lanes_, *step);
            }
        } else {
            for (; step != last; ++step) {
                step->some(lanes_, *step);
            }
        }
    } catch (const StepFault& fault) {
        throw InstructionFault{.instruction = step->instruction, .fault = fault};
    }
}

/// A source that is used has to be written, to the last bit.
void Warp::check_source(const Step& step, std::size_t source) const {
    const std::size_t bytes = step.from_bytes.at(source);
    for (std::uint32_t i = 0; i < lanes_.active_count; ++i) {
        const std::uint32_t lane = lanes_.active[i];
        const std::byte* const marks = lanes_.unwritten + step.from.at(source) + lane * bytes;
        if (std::any_of(marks, marks + bytes, [](std::byte b) { return b != std::byte{0}; })) {
            throw StepFault{.lane = lane,
                            .what = "source " + std::to_string(source + 1) +
                                    " of the operation was never written, or only in part"};
        }
    }
}

void Warp::check_sources(const Step& step) const {
    switch (step.unwritten) {
    case Unwritten::used:
        for (std::size_t source = 0; source < step.from.size(); ++source) {
            check_source(step, source);
        }
        return;
    case Unwritten::copied:
        return;
    case Unwritten::shifted:
        return check_source(step, 1);
    case Unwritten::chosen:
        return check_source(step, 2);
    case Unwritten::memory:
        return check_source(step, 0);
    }
}

void Warp::follow_unwritten(const Step& step) {
    if (step.unwritten == Unwritten::memory) {
        return;
    }
    if (step.unwritten == Unwritten::used) {
        for (std::uint32_t i = 0; i < lanes_.active_count; ++i) {
            std::memset(lanes_.unwritten + step.to + lanes_.active[i] * step.to_bytes, 0,
                        step.to_bytes);
        }
        return;
    }
    // marks go where the bits go: the same step on the marks, which lie behind the registers
    const auto distance = static_cast<std::uint32_t>(lanes_.unwritten - lanes_.registers);
    Step marks = step;
    marks.to += distance;
    marks.from[0] += distance;
    if (step.unwritten != Unwritten::shifted) {
        marks.from[1] += distance;
    }
    marks.some(lanes_, marks);
}

void Warp::check_guard(const BasicBlock& block) const {
    for (std::uint32_t i = 0; i < lanes_.active_count; ++i) {
        const std::uint32_t lane = lanes_.active[i];
        if (lane_value<std::uint8_t>(lanes_.unwritten + block.predicate, lane) != 0) {
            throw InstructionFault{
                .instruction = block.ended_by,
                .fault = {.lane = lane, .what = "the predicate was never written"}};
        }
    }
}

/// The threads that jump or leave at the end of a block.
Warp::Mask Warp::jumping(const BasicBlock& block) const {
    if (!block.guarded) {
        return mask_;
    }
    if (follows_unwritten_) {
        check_guard(block);
    }
    Mask holds = 0;
    for (std::uint32_t lane = 0; lane < lane_count; ++lane) {
        const Truth value = lane_value<Truth>(lanes_.registers + block.predicate, lane);
        holds |= Mask{value == Truth::yes ? 1U : 0U} << lane;
    }
    return (block.negated ? ~holds : holds) & mask_;
}

void Warp::part(const BasicBlock& block) {
    const Mask jumps = block.end == BasicBlock::End::falls ? 0 : jumping(block);
    const bool leaves = block.end == BasicBlock::End::leaves;
    if (mask_ == alive_ && !leaves && (jumps == 0 || jumps == mask_)) { // all go one way
        at_ = jumps == 0 ? at_ + 1 : block.target;
        return;
    }
    for (std::uint32_t i = 0; i < lanes_.active_count; ++i) {
        const std::uint32_t lane = lanes_.active[i];
        waiting_[lane] = (jumps >> lane & 1U) != 0 ? block.target : at_ + 1;
    }
    if (leaves) {
        alive_ &= ~jumps;
    }
    choose();
}

/// Of all that are not at their end, those that are furthest behind.
void Warp::choose() {
    std::uint32_t first = ~std::uint32_t{0};
    for (Mask left = alive_; left != 0; left &= left - 1) {
        first = std::min(first, waiting_[static_cast<std::size_t>(std::countr_zero(left))]);
    }
    Mask chosen = 0;
    for (Mask left = alive_; left != 0; left &= left - 1) {
        const auto lane = static_cast<std::uint32_t>(std::countr_zero(left));
        chosen |= Mask{waiting_[lane] == first ? 1U : 0U} << lane;
    }
    at_ = first;
    activate(chosen);
}

} // namespace tapir::engine::ptx
