#pragma once

#include <string>

#include "compare/draft_keys.hpp"
#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/model/model_text.hpp"

namespace tapir::harness {

/// What keys say of a program: its loops, and its taps with their widths and units.
[[nodiscard]] trace::ModelText first_model(const DraftKeys& own);

/// A first model of the program that made a trace, as the text of a model file: its loops, its keys
/// with their widths and units; and, of a second trace, which of its keys may be which of these.
///
/// A proposal stands beside its evidence ("because"): the same number of records in the same loops,
/// and equal values, or values that a change of unit makes equal. Without evidence nothing is
/// proposed. Formulas are left to whoever knows the program.
/// @param other  null: there is no second trace
/// @throws InputError  a trace is not whole, or holds no record
[[nodiscard]] std::string draft_model(const trace::TraceFile& file, const trace::TraceFile* other);

} // namespace tapir::harness
