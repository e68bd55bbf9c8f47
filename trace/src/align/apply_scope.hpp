#pragma once

#include <cstdint>
#include <vector>

#include "tapir/trace/align/compared_scope.hpp"
#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// What the user's rules took out of two traces: values, by rule in the order of the scope.
struct LeftOut {
    std::vector<std::uint64_t> of_reference, of_candidate;
};

/// Gives keys, and loops, of the candidate the names that the reference has for them. Keys are
/// named as in `key_name`.
void rename_keys(const ComparedScope& scope, const TraceFile& reference,
                 const ProgramModel& program, TraceFile& candidate);

/// Takes out the records whose key is like a pattern that the user wants ignored.
[[nodiscard]] LeftOut leave_out_ignored(const ComparedScope& scope, TraceFile& reference,
                                        TraceFile& candidate);

} // namespace tapir::trace
