#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compare/scope_options.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

/// What the user says about how far values may lie apart.
struct ToleranceOptions {
    trace::Tolerance given;
    std::string keys_file; ///< tolerances of single keys
    int repeat = 0;
    std::string command; ///< that gives the reference again
    ScopeOptions scope;  ///< what is compared at all

    /// The tolerance, with what the file says.
    /// @throws InputError  out of range, or a file that is not as it should be
    [[nodiscard]] trace::Tolerance load(const trace::ProgramModel& program) const;

    /// Runs the command as often as asked for, on 1, 2, ... threads.
    /// @return what it printed each time
    /// @throws InputError  the command fails
    [[nodiscard]] std::vector<std::string> run_again() const;
};

/// Adds to a tolerance what the reference's trace differs by from run to run.
/// @param outputs  what `run_again` gave
/// @return a refusal when it does not repeat itself
/// @throws InputError  a compressed output is damaged
[[nodiscard]] std::optional<trace::Comparison>
measure_noise(const std::string& reference, const std::vector<std::string>& outputs,
              trace::Tolerance& tolerance);

} // namespace tapir::harness
