#pragma once

#include <map>
#include <string>
#include <vector>

#include "tapir/trace/align/pair.hpp"
#include "tapir/trace/format/trace_file.hpp"

namespace tapir::trace {

/// What differs by a larger share of a value is no noise.
inline constexpr double most_relative_noise = 1e-9;

/// How a computation differs from itself when it is run again.
struct Noise {
    std::map<std::string, double> of_taps; ///< largest difference of two runs [unit of the tap]
    /// Why the runs are no repetitions of each other, or not of the reference; empty when they are.
    std::string broken;
};

/// @param runs  traces of the same command, at least one
/// Differences above one part in 1e9 are no noise: something else happens from run to run, and a
/// tolerance that wide would hide what is looked for.
[[nodiscard]] Noise noise_of(const TraceFile& reference, const std::vector<TraceFile>& runs,
                             const ProgramModel& program);

} // namespace tapir::trace
