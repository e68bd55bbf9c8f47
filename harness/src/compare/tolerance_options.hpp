#pragma once

#include <optional>
#include <string>

#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

/// What the user says about how far values may lie apart.
struct ToleranceOptions {
    trace::Tolerance given;
    std::string keys_file; ///< tolerances of single keys
    int repeat = 0;
    std::string command; ///< that gives the reference again

    /// The tolerance, with what the file says.
    /// @throws InputError  out of range, or a file that is not as it should be
    [[nodiscard]] trace::Tolerance load(const trace::ProgramModel& program) const;

    /// Runs the command as often as asked for, on 1, 2, ... threads, and adds what the reference
    /// differs by from run to run.
    /// @return a refusal when it does not repeat itself
    /// @throws InputError  the command fails
    [[nodiscard]] std::optional<trace::Comparison> measure_noise(const std::string& reference,
                                                                 trace::Tolerance& tolerance) const;
};

} // namespace tapir::harness
