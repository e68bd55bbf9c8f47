#pragma once

#include <string>

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/program_model.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

/// What a model would add to a comparison of traces whose keys nobody described; "" where most of
/// them are known.
[[nodiscard]] std::string what_a_model_adds(const trace::TraceFile& reference,
                                            const trace::TraceFile& candidate,
                                            const trace::ProgramModel& program);

/// The same of traces that declare their loops themselves.
[[nodiscard]] std::string what_a_model_adds_to_declared(const trace::ProgramModel& program);

/// How to allow rounding, where without a scene nothing but last digits departs; "" elsewhere.
[[nodiscard]] std::string how_to_allow_rounding(const trace::Comparison& comparison);

} // namespace tapir::harness
