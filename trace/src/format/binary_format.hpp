#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "tapir/trace/record/site.hpp"

namespace tapir::trace {

/// The binary form of a trace: FORMAT.md. Numbers are little-endian.
namespace binary {

inline constexpr std::string_view mark = "TAPIR_BINARY ";

enum class Kind : std::uint32_t { taps = 1, records = 2, end = 3 };

/// Stands before each block; `check` is XXH3 (64 bits) of the fields before it and the payload.
struct BlockHead {
    std::array<char, 4> magic{'T', 'B', 'L', 'K'};
    Kind kind = Kind::records;
    std::int32_t slow = -1, fast = -1; ///< the pixel of all records of the block; -1: the set-up
    std::uint64_t records = 0;         ///< in the block; in the end block, of the file
    std::uint64_t bytes = 0;           ///< of the payload
    std::uint64_t check = 0;
};
static_assert(sizeof(BlockHead) == 40);

/// Stands before each record: then come the indices of the loops, in order, filled up to eight
/// bytes, and the values as doubles.
struct RecordHead {
    std::uint16_t tap = 0;    ///< place in the list of taps
    std::uint8_t loops = 0;   ///< a bit for each of thick sub_s sub_f source phi_tic mos
    std::uint8_t nothing = 0; ///< must be 0
    std::uint32_t values = 0;
};
static_assert(sizeof(RecordHead) == 8);

inline constexpr std::size_t loop_count = 6; ///< those of version 1 inside the pixel
inline constexpr std::size_t first_loop = Loops::column + 1; ///< the number of the first of them

/// The payload of the end block: no block, and no byte of the header line, is another one.
struct End {
    std::uint64_t chain = 0, header = 0;
};
static_assert(sizeof(End) == 16);

/// The value of `check` for a block.
[[nodiscard]] std::uint64_t check_of(const BlockHead& head, std::string_view payload);
/// The same for the header line.
[[nodiscard]] std::uint64_t check_of(std::string_view line);
/// The checks of all blocks up to this one, in their order.
[[nodiscard]] std::uint64_t chained(std::uint64_t chain, const BlockHead& head);

/// A record as it lies in a block.
struct Record {
    std::uint16_t tap = 0;
    std::string_view loops;  ///< bytes of the head and the indices: where and what it is
    std::string_view values; ///< bytes of the doubles
};

/// Walks the records of one block.
class RecordWalk {
  public:
    RecordWalk(const BlockHead& head, std::string_view payload)
        : rest_(payload), pixel_(head.slow, head.fast) {}

    /// @return false at the end, or at bytes that are no record: see `broken`
    bool next(Record& record);
    [[nodiscard]] bool broken() const { return broken_; }
    [[nodiscard]] Site site_of(const Record& record) const;

  private:
    std::string_view rest_;
    std::pair<int, int> pixel_;
    bool broken_ = false;
};

/// The head of the block that bytes begin with. @return false when they do not begin with one
[[nodiscard]] bool read_head(std::string_view bytes, BlockHead& head);

/// Calls `use` with each record of whole blocks, and the walk that knows its site.
template <class Use>
void for_each_record(std::string_view blocks, const Use& use) {
    BlockHead head;
    while (read_head(blocks, head)) {
        if (head.kind == Kind::records) {
            RecordWalk walk(head, blocks.substr(sizeof head, head.bytes));
            Record record;
            while (walk.next(record)) {
                use(record, walk);
            }
        }
        blocks.remove_prefix(sizeof head + head.bytes);
    }
}

/// How many values a record has.
[[nodiscard]] inline std::size_t count_of(const Record& record) {
    return record.values.size() / sizeof(double);
}

/// A component of a record.
[[nodiscard]] double value_at(const Record& record, std::size_t component);

} // namespace binary

} // namespace tapir::trace
