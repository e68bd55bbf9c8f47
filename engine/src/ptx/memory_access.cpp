#include "ptx/memory_access.hpp"

#include <algorithm>
#include <span>
#include <sstream>

namespace tapir::engine::ptx {

namespace {

constexpr std::uint32_t several = ~std::uint32_t{0}; ///< threads read a byte

std::string access_text(std::uint64_t address, std::size_t bytes, bool writes) {
    std::ostringstream text;
    text << (writes ? "writes " : "reads ") << counted_bytes(bytes) << " at address 0x" << std::hex
         << address;
    return text.str();
}

Space space_of_window(std::uint64_t window) {
    return window == param_window   ? Space::param
           : window == local_window ? Space::local
                                    : Space::shared;
}

/// One byte's part in a race.
struct ByteOwners {
    std::uint32_t& writer;
    std::uint32_t& reader;

    /// @return the other thread, or 0
    std::uint32_t enter(std::uint32_t thread, bool writes) const {
        if (writer != 0 && writer != thread) {
            return writer;
        }
        if (!writes) {
            reader = reader == 0 || reader == thread ? thread : several;
            return 0;
        }
        writer = thread;
        return reader == 0 || reader == thread ? 0 : reader;
    }
};

void check_owners(std::span<std::uint32_t> writers, std::span<std::uint32_t> readers,
                  std::size_t place, std::size_t bytes, std::uint32_t thread, std::uint32_t lane,
                  const std::string& access, bool writes) {
    for (std::size_t i = place; i < place + bytes; ++i) {
        const std::uint32_t other =
            ByteOwners{.writer = writers[i], .reader = readers[i]}.enter(thread, writes);
        if (other != 0) {
            const std::string who = other == several
                                        ? "other threads"
                                        : "thread " + std::to_string(other - 1) + " of the launch";
            throw StepFault{.lane = lane,
                            .what = access + ", where " + who +
                                    (writes ? " read or wrote byte " : " wrote byte ") +
                                    std::to_string(i) + ": a race"};
        }
    }
}

} // namespace

void MemoryAccess::begin_kernel(std::vector<std::byte> parameters, std::size_t local_bytes,
                                std::size_t shared_bytes) {
    parameters_ = std::move(parameters);
    local_bytes_ = local_bytes;
    local_.assign(lane_count * local_bytes, std::byte{0});
    shared_.assign(shared_bytes, std::byte{0});
    if (checks_.initialised) {
        local_unwritten_.resize(local_.size());
        shared_unwritten_.resize(shared_.size());
    }
    hits_ = {};
}

void MemoryAccess::begin_block() {
    std::fill(shared_unwritten_.begin(), shared_unwritten_.end(), std::uint8_t{0xFF});
    if (checks_.races) {
        shared_writer_.assign(shared_.size(), 0);
        shared_reader_.assign(shared_.size(), 0);
    }
}

void MemoryAccess::begin_warp(const std::array<std::uint32_t, lane_count>& threads) {
    threads_ = threads;
    std::fill(local_unwritten_.begin(), local_unwritten_.end(), std::uint8_t{0xFF});
}

MemoryAccess::Bytes MemoryAccess::find_slowly(const Step& step, std::uint32_t lane,
                                              std::uint64_t address, std::size_t bytes,
                                              bool writes) {
    if (checks_.alignment && address % step.alignment != 0) {
        throw StepFault{.lane = lane,
                        .what = access_text(address, bytes, writes) + ", which is " +
                                std::to_string(address % step.alignment) +
                                " beyond a multiple of " + std::to_string(step.alignment)};
    }
    if (address >= param_window) {
        return find_in_window(step, lane, address, bytes, writes);
    }
    return find_on_host(step, lane, address, bytes, writes);
}

MemoryAccess::Bytes MemoryAccess::find_in_window(const Step& step, std::uint32_t lane,
                                                 std::uint64_t address, std::size_t bytes,
                                                 bool writes) {
    const std::uint64_t window = address & ~(param_window - 1);
    const std::uint64_t place = address - window;
    const Space space = space_of_window(window);
    std::vector<std::byte>& memory = space == Space::param   ? parameters_
                                     : space == Space::local ? local_
                                                             : shared_;
    const std::size_t held = space == Space::local ? local_bytes_ : memory.size();
    const auto forbidden = [&](const std::string& why) {
        throw StepFault{.lane = lane,
                        .what = access_text(place, bytes, writes) + " of the " +
                                std::string(name_of(space)) + " space, " + why};
    };
    // these are blocks of our own: an access that misses them is never let through
    if (window > shared_window || place > held || bytes > held - place) {
        forbidden(counted_bytes(place + bytes - std::min<std::uint64_t>(held, place + bytes)) +
                  " beyond its end at " + std::to_string(held));
    }
    if (step.space != Space::generic && step.space != space) {
        forbidden("where the instruction says " + std::string(name_of(step.space)));
    }
    if (space == Space::param) {
        if (writes) {
            forbidden("which no thread may write");
        }
        return {parameters_.data() + place, nullptr};
    }
    const std::size_t at = space == Space::local ? lane * local_bytes_ + place : place;
    if (space == Space::shared && checks_.races) {
        check_owners(shared_writer_, shared_reader_, at, bytes, threads_[lane], lane,
                     access_text(place, bytes, writes) + " of the shared space", writes);
    }
    std::vector<std::uint8_t>& marks = space == Space::local ? local_unwritten_ : shared_unwritten_;
    return {memory.data() + at, marks.empty() ? nullptr : marks.data() + at};
}

MemoryAccess::Bytes MemoryAccess::find_on_host(const Step& step, std::uint32_t lane,
                                               std::uint64_t address, std::size_t bytes,
                                               bool writes) {
    if (!checks_.bounds && !checks_.initialised && !checks_.races) {
        return {reinterpret_cast<std::byte*>(address), nullptr};
    }
    Region* const region = map_.find(address);
    if (region == nullptr || region->end() - address < bytes) {
        throw StepFault{.lane = lane,
                        .what = access_text(address, bytes, writes) + ", " +
                                map_.place_of(address, bytes)};
    }
    if (step.space != Space::generic && step.space != region->space) {
        throw StepFault{.lane = lane,
                        .what = access_text(address, bytes, writes) + " in " +
                                region->description() + ", which is not in the " +
                                std::string(name_of(step.space)) + " space"};
    }
    if (writes && region->space == Space::constant) {
        throw StepFault{.lane = lane,
                        .what = access_text(address, bytes, writes) + " in " +
                                region->description() + ", which no thread may write"};
    }
    if (checks_.races) {
        check_race(*region, lane, address, bytes, writes);
    }
    std::uint8_t* const marks =
        region->unwritten.empty() ? nullptr : region->unwritten.data() + (address - region->begin);
    // a generic access may write, and the next one of the instruction come from another space
    if (marks == nullptr && !checks_.races && step.space != Space::generic) {
        hits_[step.instruction % hits_.size()] = {
            .begin = region->begin, .bytes = region->bytes, .space = step.space};
    }
    return {reinterpret_cast<std::byte*>(address), marks};
}

void MemoryAccess::check_race(Region& region, std::uint32_t lane, std::uint64_t address,
                              std::size_t bytes, bool writes) const {
    if (region.space == Space::constant) {
        return;
    }
    if (region.writer.empty()) {
        region.writer.resize(region.bytes);
        region.reader.resize(region.bytes);
    }
    check_owners(region.writer, region.reader, address - region.begin, bytes, threads_[lane], lane,
                 access_text(address, bytes, writes) + " in " + region.description(), writes);
}

} // namespace tapir::engine::ptx
