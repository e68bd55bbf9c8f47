#include "tapir/trace/record/program_model.hpp"

#include <unordered_map>

namespace tapir::trace {

namespace {

/// The taps of the table last asked; a thread asks one table, and often.
struct TapIndex {
    std::span<const TapSpec* const> taps{};
    std::unordered_map<std::string_view, const TapSpec*> by_key{};

    [[nodiscard]] bool is_of(std::span<const TapSpec* const> table) const {
        return taps.data() == table.data() && taps.size() == table.size();
    }
    void take(std::span<const TapSpec* const> table) {
        taps = table;
        by_key.clear();
        for (const TapSpec* tap : table) {
            by_key.emplace(tap->key, tap);
        }
    }
};

} // namespace

const TapSpec* ProgramModel::find_tap(std::string_view key) const {
    thread_local TapIndex index;
    if (!index.is_of(taps)) {
        index.take(taps);
    }
    const auto found = index.by_key.find(key);
    return found == index.by_key.end() ? nullptr : found->second;
}

} // namespace tapir::trace
