#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

/// What CLI11 refuses, as a message of four parts: where, problem, reason, remedy.
///
/// @param app  the program, with what was read of the command line
/// @param words  the command line as typed, without what stands after "--"
[[nodiscard]] InputProblem problem_of(const CLI::ParseError& error, const CLI::App& app,
                                      const std::vector<std::string>& words);

} // namespace tapir::harness
