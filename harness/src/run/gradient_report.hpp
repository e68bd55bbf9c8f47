#pragma once

#include <cstddef>
#include <string>

#include "tapir/engine/gradient.hpp"
#include "tapir/engine/gradient_check.hpp"

/// Derivatives and their check, for people and for programs.
namespace tapir::harness {

/// A table for each pixel.
/// @param summed  of how many pixels the only entry is the sum; 0: it is none
[[nodiscard]] std::string gradient_text(const engine::Gradients& gradients, std::size_t summed);

/// JSON, format "tapir-gradient" version 1.
/// @param scene  what was typed for it
[[nodiscard]] std::string gradient_json(const engine::Gradients& gradients, std::size_t summed,
                                        const std::string& scene, const engine::RunSpec& run);

/// A table for each pixel, and what it comes to.
[[nodiscard]] std::string gradcheck_text(const engine::GradientCheck& check, double tolerance);

/// JSON, format "tapir-gradcheck" version 1.
[[nodiscard]] std::string gradcheck_json(const engine::GradientCheck& check, double tolerance,
                                         const std::string& scene, const engine::RunSpec& run);

} // namespace tapir::harness
