#include "align/apply_scope.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "align/key_name.hpp"
#include "base/pattern.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

bool is_named(const PrintedRecord& record, const std::string& name) {
    return record.key == name || key_name(record) == name;
}

/// A name of the reference in the words of the candidate's kind of trace: native ones have taps.
std::string in_words_of(const TraceFile& candidate, const TraceFile& reference,
                        const ProgramModel& program, const std::string& name) {
    const bool to_native = candidate.dialect == Dialect::native;
    const bool from_native = reference.dialect == Dialect::native;
    if (to_native == from_native) {
        return name;
    }
    for (const TapPrint& entry : program.entries) {
        const std::string kind = entry.kind;
        const std::string printed = kind.empty() ? entry.key : kind + "/" + entry.key;
        const bool may_speak = entry.dialect != Dialect::native && entry.part == 0;
        if (may_speak && to_native && printed == name) {
            return entry.tap;
        }
        if (may_speak && from_native && entry.tap == name && entry.component == 0) {
            return printed;
        }
    }
    return name;
}

void rename_records(const std::string& old_name, const std::string& new_name, TraceFile& file,
                    RenamedValues& renamed) {
    const std::size_t slash = new_name.find('/');
    for (PrintedRecord& record : file.records) {
        if (!is_named(record, old_name)) {
            continue;
        }
        record.key = slash == std::string::npos ? new_name : new_name.substr(slash + 1);
        if (slash != std::string::npos) {
            record.kind = new_name.substr(0, slash);
        }
        renamed.all += record.values.size();
        renamed.of_setup += record.site.in_pixel() ? 0 : record.values.size();
    }
}

/// Makes records of whole numbers the index of a loop for all that stands on their lines.
void records_to_loop(const std::string& name, std::size_t loop, TraceFile& file) {
    std::map<int, int> indices; ///< by line
    for (const PrintedRecord& record : file.records) {
        const auto index = is_named(record, name) && record.values.size() == 1
                               ? parse_integer(record.values.front().text)
                               : std::nullopt;
        if (index) {
            indices.emplace(record.line, *index);
        }
    }
    const auto is_index = [&](const PrintedRecord& record) {
        return is_named(record, name) && indices.count(record.line) > 0;
    };
    file.records.erase(std::remove_if(file.records.begin(), file.records.end(), is_index),
                       file.records.end());
    for (PrintedRecord& record : file.records) {
        const auto found = indices.find(record.line);
        if (found != indices.end()) {
            record.site[loop] = found->second;
        }
    }
}

/// The same loops with another name for one of them.
Loops with_name(const Loops& loops, const std::string& old_name, const std::string& new_name) {
    std::vector<Loop> all;
    for (std::size_t i = 0; i < loops.size(); ++i) {
        all.push_back(loops[i].name == old_name ? Loop{new_name} : loops[i]);
    }
    return {all[Loops::row], all[Loops::column],
            std::vector<Loop>(all.begin() + Loops::column + 1, all.end())};
}

/// Counts and takes out what is like a rule's pattern.
std::vector<std::uint64_t> leave_out(const std::vector<IgnoreRule>& rules, TraceFile& file) {
    std::vector<std::uint64_t> counts(rules.size(), 0);
    const auto is_ignored = [&](const PrintedRecord& record) {
        for (std::size_t i = 0; i < rules.size(); ++i) {
            if (is_like(record.key, rules[i].pattern) ||
                is_like(key_name(record), rules[i].pattern)) {
                counts[i] += record.values.size();
                return true;
            }
        }
        return false;
    };
    std::vector<PrintedRecord> kept;
    for (PrintedRecord& record : file.records) {
        if (!is_ignored(record)) {
            kept.push_back(std::move(record));
        }
    }
    file.records = std::move(kept);
    return counts;
}

} // namespace

RenamedValues rename_keys(const ComparedScope& scope, const TraceFile& reference,
                          const ProgramModel& program, TraceFile& candidate) {
    RenamedValues renamed;
    for (const auto& [name, other] : scope.same_names) {
        const int loop = candidate.loops.find(name.substr(name.find('/') + 1));
        if (loop >= 0) {
            records_to_loop(other, static_cast<std::size_t>(loop), candidate);
        } else if (candidate.loops.find(other) >= 0) {
            candidate.loops = with_name(candidate.loops, other, name);
        } else {
            rename_records(other, in_words_of(candidate, reference, program, name), candidate,
                           renamed);
        }
    }
    return renamed;
}

LeftOut leave_out_ignored(const ComparedScope& scope, TraceFile& reference, TraceFile& candidate) {
    if (scope.ignored.empty()) {
        return {};
    }
    return {leave_out(scope.ignored, reference), leave_out(scope.ignored, candidate), {}};
}

} // namespace tapir::trace
