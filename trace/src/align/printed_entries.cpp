#include "align/printed_entries.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

#include "format/line_tools.hpp"

namespace tapir::trace {

namespace {

constexpr std::string_view words_kind = "TEXT";

/// A name as people write it in several ways: in small letters, without what stands in brackets,
/// with one kind of gap between words.
std::string plain_name(std::string_view name) {
    std::string plain;
    int depth = 0;
    for (const char c : name) {
        depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
        if (depth > 0 || c == ')' || c == ']') {
            continue;
        }
        const bool gap = c == ' ' || c == '_' || c == '-';
        if (!gap) {
            plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else if (!plain.empty() && plain.back() != '_') {
            plain += '_';
        }
    }
    while (!plain.empty() && plain.back() == '_') {
        plain.pop_back();
    }
    return plain;
}

bool shows(const TapPrint& entry, int part) {
    return part >= entry.part && part < entry.part + entry.count;
}

} // namespace

PrintedEntries::PrintedEntries(const TraceFile& file, const ProgramModel& program) {
    std::set<std::string, std::less<>> keys;
    std::map<std::string_view, std::string_view> kind_of_key;
    for (const PrintedRecord& record : file.records) {
        keys.insert(record.key);
        if (record.kind.empty()) {
            plain_keys_.insert(record.key);
        }
        if (kind_of_key.try_emplace(record.key, record.kind).first->second != record.kind) {
            keys_of_several_kinds_.insert(record.key);
        }
    }
    const auto speaks_of_file = [&keys](const TapPrint& entry) {
        const std::vector<std::string_view> needed = split(entry.only_with, " ");
        return needed.empty() || std::any_of(needed.begin(), needed.end(),
                                             [&](auto key) { return keys.count(key) > 0; });
    };
    std::set<std::pair<std::string_view, std::string_view>> own;
    for (const TapPrint& entry : program.entries) {
        kinds_.insert(entry.kind);
        if (entry.dialect == file.dialect && speaks_of_file(entry)) {
            entries_.push_back(&entry);
            own.emplace(entry.kind, entry.key);
        }
    }
    for (const TapPrint& entry : program.entries) {
        if (file.dialect == Dialect::py && entry.dialect == Dialect::c && speaks_of_file(entry) &&
            own.count({entry.kind, entry.key}) == 0) {
            entries_.push_back(&entry);
        }
    }
}

const TapPrint* PrintedEntries::find(const PrintedRecord& record, int part, int printing) const {
    const TapPrint* found = find_as(record, record.kind, part, printing);
    if (found == nullptr && record.kind == words_kind) {
        found = find_in_words(record, part);
    }
    if (found == nullptr && has_empty_kind(record) && plain_keys_.count(record.key) == 0) {
        found = find_as(record, "", part, printing);
    }
    return found;
}

const TapPrint* PrintedEntries::find_as(const PrintedRecord& record, std::string_view kind,
                                        int part, int printing) const {
    const std::string& label = record.values[static_cast<std::size_t>(part)].label;
    for (const TapPrint* entry : entries_) {
        if (shows(*entry, part) && (entry->occurrence < 0 || entry->occurrence == printing) &&
            (*entry->label == '\0' || label == entry->label) && record.key == entry->key &&
            kind == entry->kind) {
            return entry;
        }
    }
    return nullptr;
}

const TapPrint* PrintedEntries::find_in_words(const PrintedRecord& record, int part) const {
    const std::string name = plain_name(record.key);
    for (const TapPrint* entry : entries_) {
        if (entry->kind == words_kind && shows(*entry, part) && plain_name(entry->key) == name) {
            return entry;
        }
    }
    return nullptr;
}

/// Whether the kind is only a word that a tracer put into its prefix.
bool PrintedEntries::has_empty_kind(const PrintedRecord& record) const {
    return record.kind == words_kind ||
           (!record.kind.empty() && kinds_.count(record.kind) == 0 &&
            record.kind.rfind("PRINTOUT", 0) != 0 && keys_of_several_kinds_.count(record.key) == 0);
}

std::string PrintedEntries::kind_of(const PrintedRecord& record) const {
    return has_empty_kind(record) ? "" : record.kind;
}

bool written_alike(const TraceFile& one, const TraceFile& other) {
    const auto form_of = [](const TraceFile& file) {
        const std::string_view kind =
            file.records.empty() ? std::string_view() : file.records.front().kind;
        return kind == words_kind ? 1 : kind.substr(0, 8) == "PRINTOUT" ? 2 : 0;
    };
    return one.dialect == other.dialect && form_of(one) == form_of(other);
}

} // namespace tapir::trace
