#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tapir::reports {

/// Finds the end of a zstd frame (RFC 8878, section 3.1.1) in its bytes as they go by; decompresses
/// nothing. Decompressors take one frame after another for one text, so only this tells that there
/// is a second.
class ZstdFrame {
  public:
    void take(std::string_view bytes);

    /// The frame ended, and bytes followed.
    [[nodiscard]] bool goes_on() const { return goes_on_; }
    /// The frame ended.
    [[nodiscard]] bool ended() const { return part_ == Part::end; }

  private:
    enum class Part { magic, descriptor, header, block_header, block, checksum, end, damaged };

    void part_is_there();
    void expect(Part part, std::size_t bytes);

    Part part_ = Part::magic;
    std::size_t left_ = 4;    ///< bytes of the part that are to come
    std::uint64_t value_ = 0; ///< of its bytes, the first one lowest; of eight at most
    std::size_t seen_ = 0;    ///< of them
    bool has_checksum_ = false, last_block_ = false, goes_on_ = false;
};

} // namespace tapir::reports
