#include "align/set_up_block.hpp"

#include <algorithm>
#include <set>
#include <string_view>

namespace tapir::trace {

bool is_of_set_up_block(const TapPrint& entry, const ProgramModel& program) {
    const TapSpec* tap = program.find_tap(entry.tap);
    return tap != nullptr && tap->scope == no_loops && *entry.kind == '\0' &&
           (*entry.label != '\0' ||
            std::none_of(program.entries.begin(), program.entries.end(),
                         [&entry](const TapPrint& other) {
                             return other.dialect != entry.dialect && *other.kind == '\0' &&
                                    std::string_view(other.key) == entry.key;
                         }));
}

bool holds_set_up(const TraceFile& file, const PrintedEntries& entries,
                  const ProgramModel& program) {
    std::set<std::string_view> keys;
    for (const PrintedRecord& record : file.records) {
        keys.insert(record.kind.empty() ? std::string_view(record.key) : std::string_view());
    }
    return std::any_of(entries.all().begin(), entries.all().end(), [&](const TapPrint* entry) {
        return keys.count(entry->key) > 0 && is_of_set_up_block(*entry, program);
    });
}

} // namespace tapir::trace
