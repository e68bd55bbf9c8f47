#pragma once

#include <string_view>

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// How a text ended.
struct TextEnd {
    int lines = 0;
    bool newline = true; ///< whether its last line has a line end
};

/// Reads the TRACE_ lines of a text, a log prefix before them or not (FORMAT.md, "Dialects").
/// @param known  whose plain keys are read behind other prefixes too, where no TRACE_ line prints
///               them; or null
TextEnd parse_text_records(std::string_view text, const ProgramModel* known, TraceFile& file);

} // namespace tapir::trace
