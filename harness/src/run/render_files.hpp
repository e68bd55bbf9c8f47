#pragma once

#include <string>
#include <vector>

#include "run/picture_output.hpp"
#include "scene/scene_options.hpp"

namespace tapir::harness {

/// A scene to render, and the files its image is written to; empty: not asked for.
struct RenderOptions {
    SceneOptions scene;
    std::string float_out, raw_out, smv_out, noise_out, pgm_out, dump_out;
    std::string
        derivative; ///< by which parameter, instead of the photons; see derivative_files.hpp
    PictureOutput picture;
    int threads = 0;

    /// All of them; "-" is standard output.
    [[nodiscard]] std::vector<std::string> outputs() const {
        return {float_out, raw_out, smv_out, noise_out, pgm_out, picture.file, dump_out};
    }
};

/// Renders the scene and writes every file, none before all are made.
/// @return one line: the files, the size of the image, its photons and its brightest pixel
/// @throws InputError  nowhere to write, one file named twice, no seed for the noise, a file that
///                     cannot be written; see `SceneOptions::loaded`
[[nodiscard]] std::string render_to_files(const RenderOptions& options);

} // namespace tapir::harness
