#pragma once

#include <string>

#include "tapir/trace/format/trace_file.hpp"

namespace tapir::trace {

/// A record's key as sentences and options have it: "polar", "STEP/F_cell"; the kind alone where
/// the key is a place in a table ("[0,1,2]") or there is none.
[[nodiscard]] std::string key_name(const PrintedRecord& record);

} // namespace tapir::trace
