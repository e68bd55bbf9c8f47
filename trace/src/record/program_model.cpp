#include "tapir/trace/record/program_model.hpp"

#include <unordered_map>

namespace tapir::trace {

namespace {

/// The taps of the table last asked; a thread asks one table, and often.
struct TapIndex {
    std::span<const TapSpec* const> taps{};
    std::uint64_t serial = 0;
    std::unordered_map<std::string_view, const TapSpec*> by_key{};

    [[nodiscard]] bool is_of(const ProgramModel& program) const {
        return taps.data() == program.taps.data() && taps.size() == program.taps.size() &&
               serial == program.serial;
    }
    void take(const ProgramModel& program) {
        taps = program.taps;
        serial = program.serial;
        by_key.clear();
        for (const TapSpec* tap : taps) {
            by_key.emplace(tap->key, tap);
        }
    }
};

} // namespace

const TapSpec* ProgramModel::find_tap(std::string_view key) const {
    thread_local TapIndex index;
    if (!index.is_of(*this)) {
        index.take(*this);
    }
    const auto found = index.by_key.find(key);
    return found == index.by_key.end() ? nullptr : found->second;
}

} // namespace tapir::trace
