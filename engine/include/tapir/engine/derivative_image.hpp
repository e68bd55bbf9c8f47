#pragma once

#include <string>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/image.hpp"
#include "tapir/engine/progress.hpp"
#include "tapir/engine/run_spec.hpp"

namespace tapir::engine {

/// The derivative of every pixel by one number of the scene, on blocks of pixels like an image.
/// @param name  see parameters_of
/// @return photons per unit of the parameter: row-major, shape [slow][fast]; 0 where a pixel is not
///         rendered
/// @throws InputError  see `gradients`; a parameter that the scene has no derivative by; a pixel
///                     whose derivative is no number
/// Same bits for any number of threads and any instruction set; those of `gradients` but for the
/// order of the kernel's options.
[[nodiscard]] Image<double> derivative_image(const Experiment& experiment, const RunSpec& run,
                                             const std::string& name,
                                             const ProgressCallback& progress = {});

} // namespace tapir::engine
