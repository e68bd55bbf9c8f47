#pragma once

#include <CLI/CLI.hpp>

#include <string>

#include "tapir/engine/simulate.hpp"

namespace tapir::harness {

/// The options of a picture, and the picture.
struct PictureOutput {
    std::string file, scale{"sqrt"}, colour{"grey"};
    bool axes = false;

    void declare(CLI::App& command);
    /// @throws InputError  how to draw it, but not where to
    void check() const;
    /// The bytes of the PNG file.
    [[nodiscard]] std::string png(const engine::Experiment& experiment,
                                  const engine::Image<float>& image) const;
};

/// The spacing that pixels of a detector see [angstrom], from the scattering vectors the kernel
/// computes at some of them: between these |q|^2 is interpolated, which is smooth everywhere.
[[nodiscard]] std::function<double(std::size_t, std::size_t)>
spacing_map(const engine::Experiment& experiment);

} // namespace tapir::harness
