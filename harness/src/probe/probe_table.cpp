#include "probe/probe_table.hpp"

#include <algorithm>

#include "probe/probe_trace.hpp"

namespace tapir::harness {

namespace {

int place_in(const std::vector<std::string>& words, const std::string& word) {
    const auto found = std::find(words.begin(), words.end(), word);
    return found == words.end() ? -1 : static_cast<int>(found - words.begin());
}

/// The loops of each tap as numbers; "pass" for those of which several records share a site.
std::vector<std::vector<int>> loops_of(const ProbeRequest& request, const ProbeEvents& events,
                                       const RecordTable& table) {
    std::vector<std::vector<int>> all;
    for (const ProbeTap& tap : request.probes.taps) {
        std::vector<int>& loops = all.emplace_back();
        for (const std::string& loop : tap.loops) {
            loops.push_back(place_in(table.loops, loop));
        }
        std::sort(loops.begin(), loops.end());
        const bool passes =
            std::any_of(events.records.begin(), events.records.end(), [&](const auto& one) {
                return one.tap == tap.key && one.site.pass > 0 && !one.inherited;
            });
        if (passes) {
            loops.push_back(static_cast<int>(table.loops.size()) - 1);
        }
    }
    return all;
}

} // namespace

int RecordTable::width(int tap) const {
    const std::vector<int>& own = of_taps[static_cast<std::size_t>(tap)];
    return own.empty()
               ? 0
               : static_cast<int>(records[static_cast<std::size_t>(own.front())].values.size());
}

RecordTable record_table(const ProbeRequest& request, const ProbeEvents& events) {
    RecordTable table;
    for (const ProbeLoop& loop : request.probes.loops) {
        table.loops.push_back(loop.name);
    }
    table.loops.emplace_back(pass_loop_name);
    for (const ProbeTap& tap : request.probes.taps) {
        table.taps.push_back(tap.key);
    }
    table.loops_of_taps = loops_of(request, events, table);
    table.of_taps.resize(table.taps.size());
    for (const ProbeRecord& record : events.records) {
        if (record.inherited) {
            continue;
        }
        const auto tap = static_cast<std::size_t>(place_in(table.taps, record.tap));
        TableRecord one{static_cast<int>(tap), std::vector<int>(table.loops.size(), -1),
                        record.values, record_name(request, record)};
        for (const auto& [name, index] : record.site.indices) {
            one.site[static_cast<std::size_t>(place_in(table.loops, name))] = index;
        }
        const std::vector<int>& loops = table.loops_of_taps[tap];
        if (!loops.empty() && loops.back() == static_cast<int>(table.loops.size()) - 1) {
            one.site.back() = record.site.pass;
        }
        const int number = static_cast<int>(table.records.size());
        table.of_taps[tap].push_back(number);
        table.numbers.emplace(one.name, number);
        table.records.push_back(std::move(one));
    }
    return table;
}

} // namespace tapir::harness
