#include "verdict/alike_keys.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>
#include <string_view>

#include "align/alike.hpp"
#include "align/key_name.hpp"
#include "tapir/trace/format/inherited_key.hpp"

namespace tapir::trace {

namespace {

constexpr std::size_t enough_values = 9;
constexpr std::size_t most_keys = 1000; ///< more names than that are no slip

/// The names that the program model has for keys of a kind of trace.
std::set<std::string> known_names(const TraceFile& file, const ProgramModel& program) {
    std::set<std::string> names;
    if (file.dialect == Dialect::native) {
        for (const TapSpec* tap : program.taps) {
            names.insert(tap->key);
        }
        return names;
    }
    for (const TapPrint& entry : program.entries) {
        if (entry.dialect == file.dialect || entry.dialect == Dialect::c) {
            const std::string kind = entry.kind;
            names.insert(kind.empty() ? entry.key : kind + "/" + entry.key);
        }
    }
    return names;
}

/// What an iteration before left in the variable of a known tap is no other name of anything.
bool is_inherited(std::string_view name, const std::set<std::string>& known) {
    return name.starts_with(inherited_prefix) &&
           known.count(std::string(name.substr(inherited_prefix.size()))) > 0;
}

void add_value(const CanonicalValue& value, PrintedKey& key) {
    if (key.values.size() < enough_values && std::isfinite(value.value) &&
        value.printed().numeric) {
        key.values.push_back(value.value);
    }
}

/// The keys of a side, in the order of its file.
std::vector<PrintedKey> keys_of(const Side& side, const std::set<std::string>& known) {
    std::vector<PrintedKey> keys;
    std::map<std::string, std::size_t> places;
    for (const CanonicalValue& value : side.values) {
        std::string name = key_name(*value.record);
        const auto [place, fresh] = places.try_emplace(name, keys.size());
        if (fresh) {
            const bool is_known = value.known || known.count(name) > 0 || is_inherited(name, known);
            keys.push_back({std::move(name), is_known, value.record->values.size(), 0, {}});
        }
        PrintedKey& key = keys[place->second];
        key.records += value.part == 0 ? 1U : 0U;
        add_value(value, key);
    }
    return keys;
}

/// The same under the names that the other side's kind of trace prints the taps by.
std::vector<PrintedKey> in_names_of(const Side& native, const TraceFile& other,
                                    const ProgramModel& program) {
    std::map<std::string_view, PrintedKey> taps;
    for (const CanonicalValue& value : native.values) {
        PrintedKey& key = taps[value.node.tap];
        key.width = value.record->values.size();
        key.records += value.part == 0 ? 1U : 0U;
        add_value(value, key);
    }
    std::vector<PrintedKey> keys;
    for (const TapPrint& entry : program.entries) {
        const auto found = taps.find(entry.tap);
        if (found != taps.end() &&
            (entry.dialect == other.dialect || entry.dialect == Dialect::c)) {
            const std::string kind = entry.kind;
            keys.push_back(found->second);
            keys.back().name = kind.empty() ? entry.key : kind + "/" + entry.key;
            keys.back().known = true;
        }
    }
    return keys;
}

/// The loops that the lines of each kind state, as if they were keys.
std::vector<PrintedKey> stated_loops(const TraceFile& file) {
    std::set<std::string> names;
    for (const PrintedRecord& record : file.records) {
        for (std::size_t loop = Loops::column + 1;
             loop < file.loops.size() && record.kind != "native"; ++loop) {
            if (record.site[loop] >= 0 && !record.kind.empty()) {
                names.insert(record.kind + "/" + file.loops[loop].name);
            }
        }
    }
    std::vector<PrintedKey> keys;
    for (const std::string& name : names) {
        keys.push_back({name, true, 0, 0, {}});
    }
    return keys;
}

/// What a side may have meant by its unknown keys.
std::vector<PrintedKey> lacking_in(const std::vector<PrintedKey>& own, const Side& own_side,
                                   const Side& other, const ProgramModel& program) {
    std::set<std::string> printed;
    for (const PrintedKey& key : own) {
        printed.insert(key.name);
    }
    const bool one_world =
        (own_side.file->dialect == Dialect::native) == (other.file->dialect == Dialect::native);
    std::vector<PrintedKey> lacking = keys_of(other, known_names(*other.file, program));
    if (!one_world && other.file->dialect == Dialect::native) {
        const std::vector<PrintedKey> more = in_names_of(other, *own_side.file, program);
        lacking.insert(lacking.end(), more.begin(), more.end());
    }
    lacking.erase(
        std::remove_if(lacking.begin(), lacking.end(),
                       [&printed](const PrintedKey& key) { return printed.count(key.name) > 0; }),
        lacking.end());
    const std::vector<PrintedKey> loops = stated_loops(*other.file);
    lacking.insert(lacking.end(), loops.begin(), loops.end());
    lacking.resize(std::min(most_keys, lacking.size()));
    return lacking;
}

std::string kind_of(const std::string& name) {
    const std::size_t slash = name.find('/');
    return slash == std::string::npos ? "" : name.substr(0, slash);
}

/// A key of its own side that lacks, among the lines of its kind, as many records as an unknown key
/// has that is like it: misspelt on some lines.
std::vector<PrintedKey> misspelt_in_places(const std::vector<PrintedKey>& keys,
                                           const PrintedKey& unknown) {
    const std::string kind = kind_of(unknown.name);
    std::size_t lines = 0;
    for (const PrintedKey& key : keys) {
        lines = std::max(lines, kind_of(key.name) == kind ? key.records : 0);
    }
    std::vector<PrintedKey> found;
    std::copy_if(keys.begin(), keys.end(), std::back_inserter(found), [&](const PrintedKey& key) {
        return key.known && kind_of(key.name) == kind && key.records + unknown.records == lines &&
               alike_in_name(key.name, unknown.name);
    });
    return found;
}

} // namespace

std::vector<std::pair<std::string, std::string>>
alike_keys(const Side& reference, const Side& candidate, const ProgramModel& program) {
    std::set<std::pair<std::string, std::string>> seen;
    std::vector<std::pair<std::string, std::string>> alike;
    for (const bool of_candidate : {true, false}) {
        const Side& own = of_candidate ? candidate : reference;
        const Side& other = of_candidate ? reference : candidate;
        std::vector<PrintedKey> keys = keys_of(own, known_names(*own.file, program));
        const std::vector<PrintedKey> lacking = lacking_in(keys, own, other, program);
        std::size_t unknown = 0;
        for (const PrintedKey& key : keys) {
            if (key.known || unknown++ >= most_keys) {
                continue;
            }
            std::vector<PrintedKey> meant = misspelt_in_places(keys, key);
            std::copy_if(lacking.begin(), lacking.end(), std::back_inserter(meant),
                         [&key](const PrintedKey& one) { return are_alike(key, one); });
            for (const PrintedKey& one : meant) {
                auto pair =
                    of_candidate ? std::pair{one.name, key.name} : std::pair{key.name, one.name};
                if (seen.insert(pair).second) {
                    alike.push_back(std::move(pair));
                }
            }
        }
    }
    return alike;
}

} // namespace tapir::trace
