#pragma once

#include <optional>

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/program_model.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// What two logs say besides their records, compared as texts.
struct OtherLines {
    Comparison comparison;
    /// Of one program: then each line is expected on both sides. Else only numbers in lines that
    /// both sides have are held against each other.
    bool of_one_program = false;
};

/// @return nothing where only one of the two says anything
[[nodiscard]] std::optional<OtherLines> compare_other_lines(const TraceFile& reference,
                                                            const TraceFile& candidate,
                                                            const ProgramModel& program,
                                                            const Tolerance& tolerance);

/// Counts those lines as compared in the account of a comparison, where they stood as ignored.
void count_other_lines(const TraceFile& reference, const TraceFile& candidate,
                       const OtherLines& lines, Comparison& result);

/// Lines that differ make two traces not comparable whose values all agree; beside any other
/// verdict they are said.
void conclude_other_lines(const OtherLines& lines, Comparison& result);

} // namespace tapir::trace
