#pragma once

#include <functional>

#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// A refusal because a file was cut short, with what the part that is there shows.
[[nodiscard]] Comparison compare_complete_part(
    const Comparison& refused, TraceFile reference, TraceFile candidate,
    const std::function<Comparison(const TraceFile&, const TraceFile&)>& compare_parts);

} // namespace tapir::trace
