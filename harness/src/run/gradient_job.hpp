#pragma once

#include <string>
#include <vector>

#include "console/console.hpp"
#include "scene/scene_options.hpp"
#include "tapir/trace/record/pixel.hpp"

namespace tapir::harness {

/// Which derivatives of which pixels.
struct GradientJob {
    SceneOptions scene;
    std::vector<std::string> parameters; ///< empty: all that the scene has a derivative by
    std::vector<trace::Pixel> pixels;
    std::vector<int> region; ///< SLOW_MIN SLOW_MAX FAST_MIN FAST_MAX, both ends included; or empty
    bool sum = false;        ///< of the pixels, instead of each of them
    int threads = 0;         ///< 0: all
    double tolerance = 1e-8; ///< of a check
    std::string json;        ///< "" none, "-" standard output
};

/// Prints a table of derivatives, and writes it as JSON where that was asked for.
/// @throws InputError  see engine::gradients; no pixel, or one that the scene does not render
void run_gradient(const GradientJob& job);

/// The same for the check of derivatives against differences.
/// @return success, divergence where one is off, not_comparable where nothing could be checked
[[nodiscard]] ExitCode run_gradcheck(const GradientJob& job);

} // namespace tapir::harness
