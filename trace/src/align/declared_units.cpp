#include "align/declared_units.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "model/name_lookup.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/model/units.hpp"

namespace tapir::trace {

namespace {

/// Conversions between units, each looked up once.
class Conversions {
  public:
    const std::optional<Conversion>& between(const std::string& from, std::string_view to) {
        const auto [found, fresh] = known_.try_emplace({from, std::string(to)});
        if (fresh) {
            found->second = conversion(from, to);
        }
        return found->second;
    }

  private:
    std::map<std::pair<std::string, std::string>, std::optional<Conversion>> known_;
};

/// The record keeps the unit it was declared in, unless that is only another name.
void convert(const Conversion& conversion, std::string_view unit, int digits,
             PrintedRecord& record) {
    if (!conversion.changes()) {
        record.unit = unit;
        return;
    }
    for (PrintedValue& value : record.values) {
        if (value.numeric) {
            const PrintedValue printed = value;
            value.number = conversion(printed.number);
            value.half_quantum = converted_quantum(printed, digits, conversion, value.number);
            value.text = shortest(value.number);
            value.converted = true;
        }
    }
}

} // namespace

bool has_other_units(const ProgramModel& program, const TraceFile& file) {
    return file.dialect == Dialect::native &&
           std::any_of(file.records.begin(), file.records.end(), [&](const auto& record) {
               const TapSpec* tap = record.unit.empty() ? nullptr : program.find_tap(record.key);
               return tap != nullptr && record.unit != tap->unit;
           });
}

std::string adopt_units(const ProgramModel& program, TraceFile& file,
                        std::vector<std::string>& notes) {
    if (file.dialect != Dialect::native) {
        return "";
    }
    Conversions conversions;
    std::set<std::string> told;
    for (PrintedRecord& record : file.records) {
        const TapSpec* tap = record.unit.empty() ? nullptr : program.find_tap(record.key);
        if (tap == nullptr || record.unit == tap->unit) {
            continue;
        }
        const auto& found = conversions.between(record.unit, tap->unit);
        if (!found) {
            return file.name + " prints '" + record.key + "' in " + record.unit +
                   ", and that tap is in " + tap->unit + ": " +
                   why_not_convertible(record.unit, tap->unit) + ".";
        }
        convert(*found, tap->unit, file.digits, record);
        if (found->changes() && told.insert(record.key).second) {
            notes.push_back(record.key + " of " + file.name + " is declared in " + record.unit +
                            " and was converted into " + tap->unit);
        }
    }
    return "";
}

namespace {

/// The unit that a native trace first declares for each key.
std::map<std::string_view, std::string_view> units_of(const TraceFile& file) {
    std::map<std::string_view, std::string_view> units;
    for (const PrintedRecord& record : file.records) {
        units.try_emplace(record.key, record.unit);
    }
    return units;
}

} // namespace

bool declare_other_units(const TraceFile& one, const TraceFile& other) {
    if (one.dialect != Dialect::native || other.dialect != Dialect::native) {
        return false;
    }
    const std::map<std::string_view, std::string_view> units = units_of(one);
    return std::any_of(other.records.begin(), other.records.end(), [&units](const auto& record) {
        const auto unit = units.find(record.key);
        return unit != units.end() && unit->second != record.unit;
    });
}

void adopt_units_of(const TraceFile& other, TraceFile& file) {
    if (file.dialect != Dialect::native || other.dialect != Dialect::native) {
        return;
    }
    const std::map<std::string_view, std::string_view> units = units_of(other);
    Conversions conversions;
    for (PrintedRecord& record : file.records) {
        const auto unit = units.find(record.key);
        const bool done = std::any_of(record.values.begin(), record.values.end(),
                                      [](const PrintedValue& value) { return value.converted; });
        if (unit == units.end() || unit->second == record.unit || record.unit.empty() || done) {
            continue;
        }
        if (const auto& found = conversions.between(record.unit, unit->second)) {
            convert(*found, unit->second, file.digits, record);
        }
    }
}

} // namespace tapir::trace
