#pragma once

#include <string>
#include <vector>

#include "console/console.hpp"
#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/model/model.hpp"

namespace tapir::harness {

/// What fits and what does not, for people.
struct ModelCheck {
    std::vector<std::string> lines;
    /// success; divergence where something does not fit; not_comparable where a trace has nothing
    /// of the model, or cannot be read
    ExitCode code = ExitCode::success;
};

/// A model by itself: what it declares, and whether each formula has the unit of its tap.
[[nodiscard]] ModelCheck check_model(const trace::Model& model);

/// A model against a trace: which records are which taps, units, formulas that hold and fail, keys
/// that are not known, taps that are not printed.
[[nodiscard]] ModelCheck check_trace(const trace::Model& model, const trace::TraceFile& file);

/// The loops, taps, printed names and notes of a table, as `tapir model show` prints them.
[[nodiscard]] std::vector<std::string> tables_text(const trace::ProgramModel& program);

} // namespace tapir::harness
