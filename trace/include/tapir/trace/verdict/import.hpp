#pragma once

#include <string>
#include <vector>

#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// A trace of another program as a native one.
struct Imported {
    std::string text; ///< the native file
    std::uint64_t records = 0;
    std::uint64_t pixels = 0;
    int digits = 0; ///< significant digits its numbers are good for
    /// What could not be taken along, and why: "key: no known tap", ...
    std::vector<std::string> left_out;
};

/// Writes what a trace of any form holds as native records: taps, units and sites as the program
/// model has them.
///
/// The header names the dialect and the lines that were there, so that a later comparison knows
/// what the trace could show. Numbers keep the digits they are good for: those of the file, one
/// less where a unit was converted. A record is taken along when every component of its tap was
/// printed; a quantity printed more than once is taken from its first printing.
/// @throws InputError  the file is not whole, cannot be read, or holds nothing that is known
[[nodiscard]] Imported import_native(const TraceFile& file, const ProgramModel& program);

} // namespace tapir::trace
