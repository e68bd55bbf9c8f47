#pragma once

#include <functional>

#include "align/alignment.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// A refusal because a file was cut short, with what the part that is there shows.
[[nodiscard]] Comparison compare_complete_part(
    const Comparison& refused, TraceFile reference, TraceFile candidate,
    const std::function<Comparison(const TraceFile&, const TraceFile&)>& compare_parts);

/// Withdraws parity where a text trace has no final value of its pixel and the other side has one:
/// nothing at its end says that it is whole.
void refuse_early_end(const Side& reference, const Side& candidate, const ProgramModel& program,
                      Comparison& result);

} // namespace tapir::trace
