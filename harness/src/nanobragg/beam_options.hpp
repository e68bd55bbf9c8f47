#pragma once

#include <vector>

#include "nanobragg/option.hpp"

/// The tables of the options of the beam, and of its sources.
namespace tapir::harness::options {

[[nodiscard]] std::vector<Option> beam_options();
[[nodiscard]] std::vector<Option> source_options();

} // namespace tapir::harness::options
