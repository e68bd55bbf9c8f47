#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "probe/probe_file.hpp"

namespace tapir::harness {

/// Where a value was taken: indices of loops by name, and which of its tap's records there it is.
struct ProbeSite {
    std::vector<std::pair<std::string, int>> indices;
    int pass = 0;

    /// "slow=685 fast=1039 pass=1"
    [[nodiscard]] std::string text() const;
};

/// A line of a program's source.
struct SourceLine {
    std::string file;
    int line = 0;
};

/// A source line at which a tap is taken.
struct ResolvedPlace {
    std::string tap, function, text;
    SourceLine at;
};

/// What a tap's statement computed.
struct ProbeRecord {
    std::string tap;
    ProbeSite site;
    std::vector<double> values;
    SourceLine at;
    bool inherited = false; ///< what the variable held when the selected iteration began
};

/// A component that was not the reference's.
struct ProbeDifference {
    std::string tap;
    int component = 0;
    ProbeSite site;
    double program = 0;
    std::optional<double> reference; ///< absent: the reference has no such record
    bool grafted = false;            ///< the program went on with the reference's value
    bool within = false;             ///< the tolerance allows it
    bool inherited = false;
    SourceLine at;
};

/// What a backend could not do.
struct ProbeTrouble {
    std::string kind, tap, text, reason, remedy;
};

/// All that a run under probes told.
struct ProbeEvents {
    std::vector<ResolvedPlace> places;
    std::vector<ProbeRecord> records; ///< in order of computation
    std::vector<ProbeDifference> differences;
    std::vector<ProbeTrouble> troubles;
    bool ended = false;      ///< the backend came to its end
    std::optional<int> code; ///< exit code of the program
    std::string signal;      ///< by which it ended instead; or ""

    /// What stands on the source line of a place; "" when it is not known.
    [[nodiscard]] std::string text_of(const SourceLine& at) const;
};

/// Reads the events of a backend (PROTOCOL.md).
/// @throws InternalError  a line is none
[[nodiscard]] ProbeEvents probe_events(const std::string& lines);

/// Whether a tap need not be reached in every run.
[[nodiscard]] bool is_optional(const ProbeFile& probes, const std::string& key);

/// Says the first of the troubles that leave a gap.
/// @param tolerate_missing  a tap that is never reached is a missing record, no trouble
/// @throws InputError  there is one
void refuse_troubles(const ProbeEvents& events, const ProbeFile& probes, bool tolerate_missing);

} // namespace tapir::harness
