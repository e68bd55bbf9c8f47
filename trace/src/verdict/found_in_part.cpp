#include "verdict/found_in_part.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "align/alike.hpp"
#include "align/key_name.hpp"
#include "align/set_up_block.hpp"
#include "format/line_tools.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

void FoundInPart::add(const std::string& name, std::size_t printed, std::size_t expected) {
    if (printed < expected) {
        found_.emplace(name,
                       " (" + std::to_string(printed) + " of " + std::to_string(expected) + ")");
    }
}

std::vector<std::string> FoundInPart::in_order_of(const TraceFile& file) const {
    std::vector<std::string> names;
    std::set<std::string> seen;
    for (const PrintedRecord& record : file.records) {
        const auto found = found_.find(key_name(record));
        const auto by_kind = found != found_.end() ? found : found_.find(record.kind);
        if (by_kind != found_.end() && seen.insert(by_kind->first).second) {
            names.push_back(by_kind->first + by_kind->second);
        }
    }
    return names;
}

namespace {

/// "[0,3,2]" as numbers; nothing where it is no place in a table.
std::optional<std::vector<int>> place_in_table(const std::string& key) {
    if (key.size() < 3 || key.front() != '[' || key.back() != ']') {
        return std::nullopt;
    }
    std::vector<int> place;
    for (const std::string_view word :
         split(std::string_view(key).substr(1, key.size() - 2), ", ")) {
        const auto index = parse_integer(word);
        if (!index) {
            return std::nullopt;
        }
        place.push_back(*index);
    }
    return place;
}

} // namespace

void find_in_tables(const TraceFile& file, FoundInPart& findings) {
    std::map<std::pair<std::string, std::size_t>, Places<std::vector<int>>> tables;
    for (const PrintedRecord& record : file.records) {
        if (auto place = place_in_table(record.key)) {
            const std::size_t axes = place->size();
            tables[{record.kind, axes}].insert(std::move(*place));
        }
    }
    for (const auto& [table, places] : tables) {
        std::vector<std::set<int>> indices(table.second);
        for (const std::vector<int>& place : places) {
            for (std::size_t axis = 0; axis < table.second; ++axis) {
                indices[axis].insert(place[axis]);
            }
        }
        double expected = 1;
        for (const std::set<int>& axis : indices) {
            expected *= static_cast<double>(axis.size());
        }
        if (expected < 2 * static_cast<double>(places.size())) {
            findings.add(table.first, places.size(), static_cast<std::size_t>(expected));
        }
    }
}

namespace {

/// The keys of the set-up block, line by line.
std::vector<std::string> set_up_keys(const Side& side, const ProgramModel& program) {
    std::vector<std::string> keys;
    for (const CanonicalValue& value : side.values) {
        if (value.part == 0 && value.entry != nullptr &&
            is_of_set_up_block(*value.entry, program)) {
            keys.push_back(value.record->key);
        }
    }
    return keys;
}

/// Where one printing of the stretch lies in the lines.
struct KeyStretch {
    std::size_t begin = 0, end = 0; ///< its last line is before `end`
};

/// @param which  0: the first printings of the keys; 1: the second
KeyStretch pass_of(const std::vector<std::string>& keys, const std::set<std::string>& twice,
                   int which) {
    std::map<std::string_view, int> seen;
    KeyStretch pass{keys.size(), 0};
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (twice.count(keys[i]) > 0 && seen[keys[i]]++ == which) {
            pass.begin = std::min(pass.begin, i);
            pass.end = i + 1;
        }
    }
    return pass;
}

} // namespace

void find_printed_once(const Side& side, const ProgramModel& program, FoundInPart& findings) {
    constexpr std::size_t stretch = 3; // so many keys twice make one
    const std::vector<std::string> keys = set_up_keys(side, program);
    std::map<std::string, int> counts;
    std::set<std::string> twice;
    for (const std::string& key : keys) {
        if (++counts[key] == 2) {
            twice.insert(key);
        }
    }
    if (twice.size() < stretch) {
        return;
    }
    for (const int which : {0, 1}) {
        const KeyStretch pass = pass_of(keys, twice, which);
        for (std::size_t i = pass.begin > 0 ? pass.begin - 1 : 0;
             i < std::min(pass.end + 1, keys.size()); ++i) {
            // the lines at its ends are of the stretch if they are like their neighbours
            const bool inside = i >= pass.begin && i < pass.end;
            const std::string& neighbour = keys[i < pass.begin ? pass.begin : pass.end - 1];
            if (counts[keys[i]] == 1 && (inside || alike_in_name(keys[i], neighbour))) {
                findings.add(keys[i], 1, 2);
            }
        }
    }
}

} // namespace tapir::trace
