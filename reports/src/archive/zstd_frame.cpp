#include "archive/zstd_frame.hpp"

#include <algorithm>
#include <array>

namespace tapir::reports {

namespace {

constexpr std::uint64_t magic_number = 0xFD2FB528;

/// Bytes of the header behind its descriptor: window, program model, size of the content.
std::size_t rest_of_header(std::uint64_t descriptor) {
    constexpr std::array<std::size_t, 4> program{0, 1, 2, 4};
    constexpr std::array<std::size_t, 4> content{0, 2, 4, 8};
    constexpr std::uint64_t two_bits = 3;
    const bool single_segment = (descriptor >> 5U & 1U) != 0;
    const std::size_t size_code = descriptor >> 6U & two_bits;
    const std::size_t size = size_code == 0 && single_segment ? 1 : content.at(size_code);
    return (single_segment ? 0 : 1) + program.at(descriptor & two_bits) + size;
}

} // namespace

void ZstdFrame::expect(Part part, std::size_t bytes) {
    part_ = part;
    left_ = bytes;
    value_ = 0;
    seen_ = 0;
    if (bytes == 0 && part != Part::end && part != Part::damaged) {
        part_is_there();
    }
}

void ZstdFrame::part_is_there() {
    constexpr std::size_t block_header = 3;
    constexpr std::size_t checksum = 4;
    switch (part_) {
    case Part::magic:
        return expect(value_ == magic_number ? Part::descriptor : Part::damaged, 1);
    case Part::descriptor:
        has_checksum_ = (value_ >> 2U & 1U) != 0;
        return expect(Part::header, rest_of_header(value_));
    case Part::header:
        return expect(Part::block_header, block_header);
    case Part::block_header: {
        constexpr std::uint64_t repeated = 1; // one byte stands for the whole block
        last_block_ = (value_ & 1U) != 0;
        const bool one_byte = (value_ >> 1U & 3U) == repeated;
        return expect(Part::block, one_byte ? 1 : static_cast<std::size_t>(value_ >> 3U));
    }
    case Part::block:
        return last_block_ ? expect(Part::checksum, has_checksum_ ? checksum : 0)
                           : expect(Part::block_header, block_header);
    case Part::checksum:
        return expect(Part::end, 0);
    case Part::end:
    case Part::damaged:
        return;
    }
}

void ZstdFrame::take(std::string_view bytes) {
    while (!bytes.empty() && part_ != Part::damaged) {
        if (part_ == Part::end) {
            goes_on_ = true;
            return;
        }
        const std::size_t count = std::min(left_, bytes.size());
        for (std::size_t i = 0; i < count && seen_ < sizeof(value_); ++i, ++seen_) {
            value_ |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * seen_);
        }
        bytes.remove_prefix(count);
        left_ -= count;
        if (left_ == 0) {
            part_is_there();
        }
    }
}

} // namespace tapir::reports
