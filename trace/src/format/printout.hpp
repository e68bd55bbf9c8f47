#pragma once

#include <string_view>

#include "tapir/trace/format/trace_file.hpp"

namespace tapir::trace {

/// The block that the C program's `-printout -printout_pixel FAST SLOW` writes for a pixel: its
/// numbers become records of kind PRINTOUT, and so does the table of cell vectors behind it. Those
/// of the last step of the loops are put there where the log says how many steps there are;
/// elsewhere they are of kind PRINTOUT_STEP.
/// @return false when there is no such block
bool parse_printout(std::string_view text, TraceFile& file);

} // namespace tapir::trace
