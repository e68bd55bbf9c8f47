#pragma once

#include <string>

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

/// Whether one program may have written two texts, so that what they say besides their records can
/// be compared: at least half of the words are the same, and half of the keys.
[[nodiscard]] bool may_be_of_one_program(const trace::TraceFile& reference,
                                         const trace::TraceFile& candidate);

/// Says in a verdict of parity's first sentence how many words besides the records of two texts
/// were held against nothing.
void count_words_besides(const trace::TraceFile& reference, const trace::TraceFile& candidate,
                         trace::Comparison& result);

} // namespace tapir::harness
