#pragma once

#include <functional>
#include <span>
#include <string>

#include "tapir/engine/simulate.hpp"
#include "tapir/reports/picture/picture.hpp"

namespace tapir::harness {

/// What a picture is of.
struct PictureSubject {
    std::span<const float> values; ///< [slow][fast]
    int slow = 0, fast = 0;
    std::string quantity;                                          ///< of the colour bar
    std::function<double(std::size_t, std::size_t)> spacing_map{}; ///< empty: no rings
};

/// The options of a picture, and the picture.
struct PictureOutput {
    std::string file, scale{"sqrt"}, colour{"grey"};
    bool axes = false;

    /// @throws InputError  how to draw it, but not where to
    void check() const;
    /// How values become shades.
    [[nodiscard]] reports::Shading shading(const PictureSubject& subject) const;
    /// The bytes of the PNG file.
    [[nodiscard]] std::string png(const PictureSubject& subject,
                                  const reports::Shading& shading) const;
};

/// The spacing that pixels of a detector see [angstrom], from the scattering vectors the kernel
/// computes at some of them: between these |q|^2 is interpolated, which is smooth everywhere.
[[nodiscard]] std::function<double(std::size_t, std::size_t)>
spacing_map(const engine::Experiment& experiment);

} // namespace tapir::harness
