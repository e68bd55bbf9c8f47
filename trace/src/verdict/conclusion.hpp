#pragma once

#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// Gives a comparison its verdict, reason and sentence, from all else that stands in it.
/// @param scope  whether what only one side prints is allowed
/// @param unexplained  pixels that depart, and whose roots were not looked for
void conclude(const ProgramModel& program, const ComparedScope& scope, Comparison& result,
              std::uint64_t unexplained = 0);

} // namespace tapir::trace
