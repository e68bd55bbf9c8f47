#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "probe/probe_events.hpp"
#include "probe/probe_plan.hpp"

namespace tapir::harness {

/// A number of a tap, loop or record as a place in a list.
[[nodiscard]] constexpr std::size_t place_of(int number) {
    return static_cast<std::size_t>(number);
}

/// The name of the loop that counts the records of a tap which share a site.
inline constexpr const char* pass_loop_name = "pass";

/// A record of the run that nothing was moved in.
struct TableRecord {
    int tap = -1;
    std::vector<int> site; ///< an index for each loop of the table; -1 where the tap is in none
    std::vector<double> values;
    std::string name; ///< as PROTOCOL.md writes it
};

/// All records of that run, by number, in the order of the run; those of earlier iterations are not
/// among them.
struct RecordTable {
    std::vector<std::string> loops;              ///< those of the probe file, then "pass"
    std::vector<std::string> taps;               ///< keys
    std::vector<std::vector<int>> loops_of_taps; ///< numbers; "pass" where a tap needs it
    std::vector<TableRecord> records;
    std::vector<std::vector<int>> of_taps; ///< records of each tap
    std::map<std::string, int> numbers;    ///< of records by their names

    /// Components of a tap.
    [[nodiscard]] int width(int tap) const;
};

[[nodiscard]] RecordTable record_table(const ProbeRequest& request, const ProbeEvents& events);

} // namespace tapir::harness
