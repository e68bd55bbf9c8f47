#include "align/printed_entries.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <utility>

#include "format/line_tools.hpp"
#include "tapir/trace/model/units.hpp"

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

/// What stands in brackets behind a name, where it is a unit: "m" of "Position (m)".
std::string_view unit_in_brackets(std::string_view name) {
    const std::size_t open = name.find('(');
    const std::size_t close = open == std::string_view::npos ? open : name.find(')', open);
    if (close == std::string_view::npos) {
        return {};
    }
    const std::string_view inside = name.substr(open + 1, close - open - 1);
    const bool ascii = std::all_of(inside.begin(), inside.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    const auto unit = ascii ? parse_unit(inside) : std::nullopt;
    return !ascii || (unit && unit->has_dimension()) ? inside : std::string_view();
}

bool shows(const TapPrint& entry, int part) {
    return part >= entry.part && part < entry.part + entry.count;
}

/// The first number that a file prints under a name of an entry's tap; 0 where it prints none.
double number_of(const TraceFile& file, const TapPrint& entry) {
    for (const PrintedRecord& record : file.records) {
        for (std::size_t part = 0; record.key == entry.key && part < record.values.size(); ++part) {
            const bool labelled = *entry.label == '\0' || record.values[part].label == entry.label;
            if (labelled && shows(entry, static_cast<int>(part)) && record.kind == entry.kind) {
                return record.values[part].number;
            }
        }
    }
    return 0;
}

/// Whether two entries show the same part of a tap in two units.
bool differ_in_unit_only(const TapPrint& a, const TapPrint& b) {
    const std::string_view tap = a.tap;
    const std::string_view label = a.label;
    return tap == b.tap && label == b.label && a.part == b.part &&
           std::string_view(a.key) == b.key && std::string_view(a.kind) == b.kind &&
           a.divide * b.multiply != b.divide * a.multiply;
}

/// The lengths of the set-up that a file prints as they are, those of vectors by components.
std::vector<double> plain_lengths(const TraceFile& file,
                                  const std::vector<const TapPrint*>& entries,
                                  const ProgramModel& program) {
    std::set<std::string_view> keys;
    for (const TapPrint* entry : entries) {
        const TapSpec* tap = program.find_tap(entry->tap);
        if (tap != nullptr && tap->scope == no_loops && std::string_view(tap->unit) == "m" &&
            entry->divide == entry->multiply && *entry->label == '\0' && *entry->kind == '\0') {
            keys.insert(entry->key);
        }
    }
    std::vector<double> lengths;
    for (const PrintedRecord& record : file.records) {
        for (std::size_t i = 0; keys.count(record.key) > 0 && i < record.values.size(); ++i) {
            lengths.push_back(std::fabs(record.values[i].number));
        }
    }
    return lengths;
}

/// Whether one of the lengths is about as large.
bool is_near_one_of(double value, const std::vector<double>& lengths) {
    constexpr double about = 1.5;
    return std::any_of(lengths.begin(), lengths.end(), [value](double length) {
        const double ratio = std::fabs(value) / length;
        return length > 0 && ratio > 1 / about && ratio < about;
    });
}

} // namespace

/// A port may print a label's value in another unit than the program it was ported from, and
/// either way: the lengths that a file prints beside it tell.
void PrintedEntries::take_units_of(const TraceFile& file, const ProgramModel& program) {
    std::vector<double> lengths;
    std::vector<const TapPrint*> scaled; // of two that differ in unit one is
    for (const TapPrint& entry : program.entries) {
        if (entry.divide != entry.multiply) {
            scaled.push_back(&entry);
        }
    }
    for (const TapPrint*& entry : entries_) {
        const TapPrint* twin = nullptr;
        for (const TapPrint* other : scaled) {
            twin = differ_in_unit_only(*entry, *other) ? other : twin;
        }
        for (const TapPrint& other : program.entries) {
            const bool is_scaled = entry->divide != entry->multiply;
            twin = is_scaled && differ_in_unit_only(*entry, other) ? &other : twin;
        }
        const double printed = twin == nullptr ? 0 : number_of(file, *entry);
        if (printed == 0) {
            continue;
        }
        lengths = lengths.empty() ? plain_lengths(file, entries_, program) : lengths;
        const auto as = [printed](const TapPrint& one) {
            return printed * one.divide / one.multiply;
        };
        if (!is_near_one_of(as(*entry), lengths) && is_near_one_of(as(*twin), lengths)) {
            entry = twin;
        }
    }
}

/// Of a key that is printed twice with two meanings, a file may hold the second printing alone:
/// it is what the file prints of that meaning under another key.
void PrintedEntries::find_second_printings(const TraceFile& file) {
    std::map<std::string_view, std::vector<const PrintedRecord*>> printings;
    for (const PrintedRecord& record : file.records) {
        if (record.kind.empty()) {
            printings[record.key].push_back(&record);
        }
    }
    const auto numbers = [](const PrintedRecord& record) {
        std::vector<double> values;
        for (const PrintedValue& value : record.values) {
            values.push_back(value.number);
        }
        return values;
    };
    for (const TapPrint* second : entries_) {
        const auto only = printings.find(second->key);
        if (second->occurrence != 1 || only == printings.end() || only->second.size() != 1) {
            continue;
        }
        for (const TapPrint* other : entries_) {
            const auto same = printings.find(other->key);
            if (other->occurrence < 0 && std::string_view(other->tap) == second->tap &&
                *other->kind == '\0' && same != printings.end() && other->only_first == 0 &&
                numbers(*same->second.front()) == numbers(*only->second.front())) {
                second_alone_.insert(second->key);
            }
        }
    }
    entries_.erase(std::remove_if(entries_.begin(), entries_.end(),
                                  [this](const TapPrint* entry) {
                                      return entry->occurrence == 0 &&
                                             second_alone_.count(entry->key) > 0;
                                  }),
                   entries_.end());
}

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
    take_units_of(file, program);
    find_second_printings(file);
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
    printing += kind.empty() && second_alone_.count(record.key) > 0 ? 1 : 0;
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
    const std::string_view unit = unit_in_brackets(record.key);
    for (const TapPrint* entry : entries_) {
        if (entry->kind == words_kind && shows(*entry, part) && plain_name(entry->key) == name) {
            const std::string_view own = unit_in_brackets(entry->key);
            const bool metres = entry->multiply == entry->divide;
            // a name with another unit than the entry's is of another number
            if (unit == own || unit.empty() || (own.empty() && metres && unit == "m")) {
                return entry;
            }
        }
    }
    return nullptr;
}

/// Whether the kind is only a word that a tracer put into its prefix.
bool PrintedEntries::has_empty_kind(const PrintedRecord& record) const {
    return record.kind == words_kind ||
           (!record.kind.empty() && kinds_.size() > 1 && kinds_.count(record.kind) == 0 &&
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
