#include "align/native_values.hpp"

#include <map>
#include <string_view>
#include <tuple>

namespace tapir::trace {

namespace {

void place_native(const ProgramModel& program, CanonicalValue& value) {
    const PrintedRecord& record = *value.record;
    value.node = {record.key, value.part, record.site};
    value.known = program.find_tap(record.key) != nullptr;
    value.value = record.values[static_cast<std::size_t>(value.part)].number;
}

} // namespace

std::vector<CanonicalValue> values_of_native(const TraceFile& file, const ProgramModel& program) {
    std::vector<CanonicalValue> values;
    std::map<std::tuple<std::string_view, std::string_view, Site>, int> printings;
    for (const PrintedRecord& record : file.records) {
        const int printing = printings[{record.kind, record.key, record.site}]++;
        for (int part = 0; part < static_cast<int>(record.values.size()); ++part) {
            CanonicalValue& value = values.emplace_back();
            value.record = &record;
            value.part = part;
            value.printed_site = record.site;
            value.occurrence = printing;
            place_native(program, value);
        }
    }
    return values;
}

} // namespace tapir::trace
