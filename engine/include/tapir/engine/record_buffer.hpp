#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>

#include "tapir/engine/host_device.hpp"
#include "tapir/engine/loops.hpp"
#include "tapir/engine/tap_policies.hpp"
#include "tapir/trace/record/sink.hpp"

namespace tapir::engine {

/// Memory of a fixed size for the records of one pixel, in order. A device has no sink: it fills
/// such a buffer, and the host sends it on.
///
/// A record is a word with the tap's id (high half) and its width, `site_words` words with the
/// site, and the bits of one double a component.
struct RecordBuffer {
    static constexpr std::uint64_t site_words = 4;

    std::uint64_t* words = nullptr; ///< [capacity]
    std::uint64_t capacity = 0;
    std::uint64_t wanted = 0; ///< words that all records together take, also those without room

    /// Whether every record had room.
    [[nodiscard]] bool complete() const { return wanted <= capacity; }
};

/// Records into a buffer and returns the value unchanged. What has no room is counted.
class BufferTap {
  public:
    static constexpr bool records = true;

    TAPIR_HOST_DEVICE explicit BufferTap(RecordBuffer& buffer) : buffer_(&buffer) {}

    template <class T>
    TAPIR_HOST_DEVICE T operator()(const trace::TapSpec& spec, const Site& site, T value) {
        std::uint64_t width = 0;
        for_each_component(value, [&width](const auto& /*component*/) { ++width; });
        std::uint64_t* to = room(1 + RecordBuffer::site_words + width);
        if (to != nullptr) {
            constexpr unsigned half = 32;
            *to++ = std::uint64_t{spec.id()} << half | width;
            // whole words: copied as bytes, a device would store them one by one
            const auto place =
                std::bit_cast<std::array<std::uint64_t, RecordBuffer::site_words>>(site);
            for (const std::uint64_t word : place) {
                *to++ = word;
            }
            for_each_component(value, [&to](const auto& component) {
                *to++ = std::bit_cast<std::uint64_t>(double{value_of(component)});
            });
        }
        return value;
    }

  private:
    /// @return place for so many words, or null
    TAPIR_HOST_DEVICE std::uint64_t* room(std::uint64_t words) {
        const std::uint64_t first = buffer_->wanted;
        buffer_->wanted = first + words;
        return buffer_->wanted <= buffer_->capacity ? buffer_->words + first : nullptr;
    }

    RecordBuffer* buffer_;
};

/// Sends the records of a complete buffer on, in order.
/// @param words  what was written
/// @throws InternalError  they are no records of our taps
void replay(std::span<const std::uint64_t> words, trace::Sink& sink);

} // namespace tapir::engine
