#include "compare/draft_keys.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/model/units.hpp"

namespace tapir::harness {

namespace {

bool is_whole(double number) {
    constexpr double largest = 1e9;
    return number == std::floor(number) && std::fabs(number) <= largest;
}

/// Whether no other record stands on a record's line.
bool is_alone(const trace::TraceFile& file, std::size_t record) {
    const auto same_line = [&](std::size_t other) {
        return file.records[other].line == file.records[record].line;
    };
    return (record == 0 || !same_line(record - 1)) &&
           (record + 1 == file.records.size() || !same_line(record + 1));
}

/// Whether a count goes on as one does: by one, or from its start again.
bool goes_on(const std::set<double>& before, double last, double next) {
    return before.empty() || next == last + 1 || next == *before.begin();
}

/// Names that count: whole, from 0 or 1 on, and before other values on their line of text, "step=3
/// cell=2 T=...", or among words alone on a line above others, "step 3".
std::vector<std::string> counters_of(const trace::TraceFile& file) {
    std::map<std::string, std::set<double>> seen;
    std::vector<std::string> order;
    std::set<std::string> not_counting;
    std::map<std::string, double> last;
    for (std::size_t i = 0; i < file.records.size(); ++i) {
        const trace::PrintedRecord& record = file.records[i];
        const bool others_follow =
            i + 1 < file.records.size() && file.records[i + 1].line == record.line;
        const bool whole = record.values.size() == 1 && record.values.front().numeric &&
                           is_whole(record.values.front().number) &&
                           record.values.front().number >= 0;
        const bool above_others =
            whole && record.kind == "TEXT" && is_alone(file, i) && i + 1 < file.records.size() &&
            goes_on(seen[record.key], last[record.key], record.values.front().number);
        if (!whole || !(others_follow || above_others)) {
            not_counting.insert(record.key);
            continue;
        }
        if (seen[record.key].empty()) {
            order.push_back(record.key);
        }
        seen[record.key].insert(record.values.front().number);
        last[record.key] = record.values.front().number;
    }
    std::vector<std::string> counters;
    for (const std::string& name : order) {
        const std::set<double>& values = seen[name];
        const bool from_start = *values.begin() <= 1;
        const bool without_gaps =
            *values.rbegin() - *values.begin() + 1 == static_cast<double>(values.size());
        if (not_counting.count(name) == 0 && from_start && without_gaps && values.size() > 1) {
            counters.push_back(name);
        }
    }
    return counters;
}

void require_whole(const trace::TraceFile& file) {
    const std::string why = !file.truncation.empty() ? file.truncation
                            : !file.problems.empty() ? file.problems.front()
                            : file.records.empty()   ? "it holds no record"
                                                     : "";
    if (!why.empty()) {
        throw InputError({.where = file.name,
                          .problem = "is not whole or cannot be read: " + why,
                          .reason = "a model of a part of it would look like one of the whole",
                          .remedy = "Let the program that made it run to its end."});
    }
}

/// The loops that the records of a key state.
std::set<std::string> stated_loops(const trace::PrintedRecord& record, const trace::Loops& loops) {
    std::set<std::string> stated;
    for (std::size_t loop = 0; loop < loops.size(); ++loop) {
        if (record.site[loop] >= 0) {
            stated.insert(loops[loop].name);
        }
    }
    return stated;
}

} // namespace

DraftKeys keys_of(const trace::TraceFile& file) {
    require_whole(file);
    DraftKeys result;
    const std::vector<std::string> counters = counters_of(file);
    std::set<std::string> used;
    std::map<std::pair<std::string, std::string>, std::size_t> places;
    std::set<std::string> on_line; // counters that the line states
    std::set<std::string> above;   // counters on lines of their own before
    int line = -1;
    const bool is_native = file.dialect == trace::Dialect::native;
    for (std::size_t i = 0; i < file.records.size(); ++i) {
        const trace::PrintedRecord& record = file.records[i];
        on_line = record.line == line ? on_line : std::set<std::string>{};
        line = record.line;
        if (std::find(counters.begin(), counters.end(), record.key) != counters.end()) {
            (is_alone(file, i) ? above : on_line).insert(record.key);
            continue;
        }
        const auto [place, fresh] =
            places.try_emplace({record.kind, record.key}, result.keys.size());
        if (fresh) {
            // what stands behind a number of a text may be any word
            result.keys.push_back({record.kind == "native" ? "" : record.kind,
                                   record.key,
                                   is_native || trace::parse_unit(record.unit) ? record.unit : "",
                                   {},
                                   {},
                                   true});
        }
        DraftKey& key = result.keys[place->second];
        const std::set<std::string> stated = stated_loops(record, file.loops);
        key.loops.insert(stated.begin(), stated.end());
        key.loops.insert(on_line.begin(), on_line.end());
        key.loops.insert(above.begin(), above.end());
        std::vector<double> values;
        for (const trace::PrintedValue& value : record.values) {
            values.push_back(value.number);
            key.integers = key.integers && is_whole(value.number) &&
                           value.text.find_first_of(".eE") == std::string::npos;
        }
        used.insert(key.loops.begin(), key.loops.end());
        key.values.push_back(std::move(values));
    }
    for (std::size_t loop = 0; loop < file.loops.size(); ++loop) {
        if (used.count(file.loops[loop].name) > 0) {
            result.loops.push_back(file.loops[loop].name);
        }
    }
    result.loops.insert(result.loops.end(), counters.begin(), counters.end());
    return result;
}

} // namespace tapir::harness
