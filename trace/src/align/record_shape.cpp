#include "align/record_shape.hpp"

#include <algorithm>

namespace tapir::trace {

RecordShapes::RecordShapes(const TraceFile& file, const ProgramModel& program)
    : program_(&program), native_(file.dialect == Dialect::native) {
    for (const TapPrint& entry : program.entries) {
        // a port may print a line of the C program's too
        const bool may_speak = entry.dialect == file.dialect ||
                               (file.dialect == Dialect::py && entry.dialect == Dialect::c);
        const std::string_view kind = entry.kind;
        // among words, a number may stand behind those of the key
        if (may_speak && kind != "TEXT" && kind != "PRINTOUT") {
            std::size_t& count = counts_[{kind, entry.key}];
            count = std::max(count, static_cast<std::size_t>(entry.part + entry.count));
        }
    }
}

bool RecordShapes::fits(const PrintedRecord& record) const {
    if (native_) {
        const TapSpec* tap = program_->find_tap(record.key);
        return tap == nullptr || record.values.size() == static_cast<std::size_t>(tap->width);
    }
    const auto found = counts_.find({record.kind, record.key});
    return found == counts_.end() || record.values.size() == found->second;
}

} // namespace tapir::trace
