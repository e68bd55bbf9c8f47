#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

/// Checks of what stands behind an option. What they refuse comes out of CLI11 as a message of two
/// lines, the problem and the remedy, which `problem_of` makes a message of four parts.
namespace tapir::harness {

/// A whole number from `least` to `most`.
[[nodiscard]] CLI::Validator whole_number(int least, int most);

/// One of some words.
[[nodiscard]] CLI::Validator one_of(const std::vector<std::string>& words);

/// A number of pixels.
[[nodiscard]] CLI::Validator pixel_count();

/// A relative difference that `tapir parity` lets pass.
[[nodiscard]] CLI::Validator parity_tolerance();

} // namespace tapir::harness
