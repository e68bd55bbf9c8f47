#include "tapir/trace/format/trace_file.hpp"

#include <array>

namespace tapir::trace {

Dialect TraceFile::original_dialect() const {
    if (!header || header->source.empty()) {
        return dialect;
    }
    return header->source == "py" ? Dialect::py : Dialect::c;
}

void adopt_loops(const Loops& loops, TraceFile& file) {
    if (file.loops.same_names(loops)) {
        file.loops = loops;
        return;
    }
    std::array<std::size_t, most_loops> number{};
    for (std::size_t loop = 0; loop < file.loops.size(); ++loop) {
        const bool of_pixel = (Loops::pixel & loop_bit(loop)) != 0;
        number[loop] =
            of_pixel ? loop : static_cast<std::size_t>(loops.find(file.loops[loop].name));
    }
    for (PrintedRecord& record : file.records) {
        Site site;
        for (std::size_t loop = 0; loop < file.loops.size(); ++loop) {
            if (record.site[loop] >= 0) {
                site[number[loop]] = record.site[loop];
            }
        }
        record.site = site;
    }
    file.loops = loops;
}

bool add_loops_of(const TraceFile& file, Loops& loops) {
    std::array<bool, most_loops> used{};
    for (const PrintedRecord& record : file.records) {
        for (std::size_t loop = 0; loop < file.loops.size(); ++loop) {
            used[loop] = used[loop] || record.site[loop] >= 0;
        }
    }
    for (std::size_t loop = Loops::column + 1; loop < file.loops.size(); ++loop) {
        if (used[loop] && loops.find(file.loops[loop].name) < 0 &&
            loops.add(file.loops[loop]) < 0) {
            return false;
        }
    }
    return true;
}

} // namespace tapir::trace
