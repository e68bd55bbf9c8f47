#pragma once

#include <string>

#include "run/render_files.hpp"

namespace tapir::harness {

/// Renders the derivative image that `options.derivative` asks for and writes it.
/// @return one line: the files, the size of the image and its smallest and largest derivative
/// @throws InputError  no file for it, or one that holds photons only; see engine::derivative_image
[[nodiscard]] std::string derivative_to_files(const RenderOptions& options);

} // namespace tapir::harness
