#pragma once

#include <string>
#include <vector>

#include "run/picture_output.hpp"
#include "scene/scene_options.hpp"

namespace tapir::harness {

/// An image of any program, and the picture wanted of it.
struct PictureOptions {
    std::string image;
    std::vector<int> size; ///< empty, or slow and fast
    SceneOptions scene;
    PictureOutput output;
};

/// Paints the image and writes the picture; nothing is rendered.
/// @return one line: the file, the size, the ends of the scale and how many pixels lie beyond
/// @throws InputError  no readable image, another size than stated, nothing to see on the scale
[[nodiscard]] std::string paint_image(PictureOptions options);

} // namespace tapir::harness
