#include "stream/quick_compare_blocks.hpp"

#include <cmath>
#include <cstdint>
#include <utility>

#include "format/binary_format.hpp"

namespace tapir::trace {

namespace {

/// Compares two records of the same tap and site, value by value.
void compare_values(const binary::Record& reference, const binary::Record& candidate,
                    const std::function<bool(double, double)>& agree, QuickResult& seen) {
    const std::size_t count = binary::count_of(reference);
    seen.values += count;
    const bool same = reference.values == candidate.values;
    for (std::size_t i = 0; i < count; ++i) {
        const double a = binary::value_at(reference, i);
        const double b = binary::value_at(candidate, i);
        if (!std::isfinite(a)) {
            seen.clear = false;
        }
        if (same || reference.values.substr(i * sizeof a, sizeof a) ==
                        candidate.values.substr(i * sizeof a, sizeof a)) {
            continue;
        }
        const bool counts = std::nearbyint(a) == a && std::nearbyint(b) == b;
        if (counts || !agree(a, b)) {
            ++seen.departing;
            seen.clear = false;
        }
    }
}

/// Values of blocks, and whether all of them are finite.
std::pair<std::uint64_t, bool> count_values(std::string_view blocks) {
    std::uint64_t values = 0;
    bool finite = true;
    binary::for_each_record(blocks, [&](const binary::Record& record, const binary::RecordWalk&) {
        const std::size_t count = binary::count_of(record);
        values += count;
        for (std::size_t i = 0; i < count; ++i) {
            finite = finite && std::isfinite(binary::value_at(record, i));
        }
    });
    return {values, finite};
}

} // namespace

void compare_blocks(std::string_view reference, std::string_view candidate,
                    const std::function<bool(double, double)>& agree, QuickResult& seen) {
    if (reference == candidate) {
        const auto [values, finite] = count_values(reference);
        seen.values += values;
        seen.clear = seen.clear && finite;
        return;
    }
    binary::BlockHead one;
    binary::BlockHead other;
    while (binary::read_head(reference, one)) {
        const bool both = binary::read_head(candidate, other);
        seen.clear = seen.clear && both && one.kind == other.kind;
        if (one.kind == binary::Kind::records) {
            binary::RecordWalk ours(one, reference.substr(sizeof one, one.bytes));
            binary::RecordWalk theirs(other, both ? candidate.substr(sizeof other, other.bytes)
                                                  : std::string_view());
            binary::Record a;
            binary::Record b;
            bool in_step = both && other.kind == one.kind;
            while (ours.next(a)) {
                in_step = in_step && theirs.next(b) && a.loops == b.loops &&
                          a.values.size() == b.values.size();
                seen.clear = seen.clear && in_step;
                if (in_step) {
                    compare_values(a, b, agree, seen);
                } else {
                    seen.values += binary::count_of(a);
                }
            }
            seen.clear = seen.clear && !theirs.next(b);
        }
        reference.remove_prefix(sizeof one + one.bytes);
        candidate.remove_prefix(both ? sizeof other + other.bytes : candidate.size());
    }
    seen.clear = seen.clear && candidate.empty();
}

} // namespace tapir::trace
