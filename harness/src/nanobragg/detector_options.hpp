#pragma once

#include <vector>

#include "nanobragg/option.hpp"

/// The tables of the options of the detector: its axes, its place, its pixels.
namespace tapir::harness::options {

[[nodiscard]] std::vector<Option> axis_options();
[[nodiscard]] std::vector<Option> position_options();
[[nodiscard]] std::vector<Option> pixel_options();

} // namespace tapir::harness::options
