#pragma once

#include <string>
#include <vector>

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/graph.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// A finite number that a side printed, and how finely its side can say it.
struct OwnValue {
    NodeKey node;
    double value = 0; ///< in the tap's unit
    /// A unit in the last place of the number type that the side computes in, and of its print
    /// where digits were lost in it [in the tap's unit].
    double last_place = 0;
    std::string shown; ///< as printed, or in the tap's unit where the print is in another
};

/// The values of a trace whose taps the program model knows, in the order of the file.
[[nodiscard]] std::vector<OwnValue> own_values(const TraceFile& file, const ProgramModel& program);

/// A unit in the last place of a number, in double or in single precision.
[[nodiscard]] double last_place_of(double value, bool single);

} // namespace tapir::trace
