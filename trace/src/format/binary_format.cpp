#include "format/binary_format.hpp"

#include <bit>
#include <cstddef>
#include <cstring>

#include "base/xxhash.hpp"

namespace tapir::trace::binary {

std::uint64_t check_of(const BlockHead& head, std::string_view payload) {
    const std::uint64_t seed = XXH3_64bits(&head, offsetof(BlockHead, check));
    return XXH3_64bits_withSeed(payload.data(), payload.size(), seed);
}

std::uint64_t check_of(std::string_view line) {
    return XXH3_64bits(line.data(), line.size());
}

std::uint64_t chained(std::uint64_t chain, const BlockHead& head) {
    return XXH3_64bits_withSeed(&head.check, sizeof head.check, chain);
}

bool read_head(std::string_view bytes, BlockHead& head) {
    if (bytes.size() < sizeof head) {
        return false;
    }
    std::memcpy(&head, bytes.data(), sizeof head);
    return head.magic == BlockHead{}.magic;
}

bool RecordWalk::next(Record& record) {
    if (rest_.empty()) {
        return false;
    }
    RecordHead head;
    broken_ = rest_.size() < sizeof head;
    if (broken_) {
        return false;
    }
    std::memcpy(&head, rest_.data(), sizeof head);
    const auto indices = static_cast<std::size_t>(std::popcount(head.loops));
    const std::size_t place = sizeof head + (indices + indices % 2) * sizeof(std::int32_t);
    const std::size_t values = head.values * sizeof(double);
    broken_ = head.nothing != 0 || head.loops >= (1U << loop_count) || head.values == 0 ||
              rest_.size() < place + values;
    if (broken_) {
        return false;
    }
    record.tap = head.tap;
    record.loops = rest_.substr(0, place);
    record.values = rest_.substr(place, values);
    rest_.remove_prefix(place + values);
    return true;
}

Site RecordWalk::site_of(const Record& record) const {
    Site site;
    site.set_pixel({pixel_.first, pixel_.second});
    RecordHead head;
    std::memcpy(&head, record.loops.data(), sizeof head);
    const char* from = record.loops.data() + sizeof head;
    for (unsigned bit = 0; bit < loop_count; ++bit) {
        if (((unsigned{head.loops} >> bit) & 1U) != 0) {
            std::memcpy(&site[first_loop + bit], from, sizeof(std::int32_t));
            from += sizeof(std::int32_t);
        }
    }
    return site;
}

double value_at(const Record& record, std::size_t component) {
    double value = 0;
    std::memcpy(&value, record.values.data() + component * sizeof value, sizeof value);
    return value;
}

} // namespace tapir::trace::binary
