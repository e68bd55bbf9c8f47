#pragma once

#include <cstdint>
#include <vector>

#include "tapir/trace/align/compared_scope.hpp"
#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// Values that stand under another name.
struct RenamedValues {
    std::uint64_t all = 0, of_setup = 0;
};

/// What the user's rules took out of two traces, by rule in the order of the scope, and renamed.
struct LeftOut {
    std::vector<std::uint64_t> of_reference, of_candidate; ///< values
    RenamedValues renamed{};
};

/// Gives keys, and loops, of the candidate the names that the reference has for them. Keys are
/// named as in `key_name`.
/// @return how many values have another name now
RenamedValues rename_keys(const ComparedScope& scope, const TraceFile& reference,
                          const ProgramModel& program, TraceFile& candidate);

/// Takes out the records whose key is like a pattern that the user wants ignored.
[[nodiscard]] LeftOut leave_out_ignored(const ComparedScope& scope, TraceFile& reference,
                                        TraceFile& candidate);

} // namespace tapir::trace
