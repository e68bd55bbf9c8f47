#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/parameters.hpp"
#include "tapir/engine/run_spec.hpp"
#include "tapir/trace/record/pixel.hpp"
#include "tapir/trace/record/site.hpp"

/// Derivatives of pixels by numbers of the scene, set-up included: the kernel itself, in numbers
/// with slopes.
namespace tapir::engine {

/// A whole number or a yes and no that a pixel was computed with: on its other side the pixel is
/// another function of the scene.
struct Decision {
    std::string tap;     ///< key of the tap: "nearest_index"
    int component = 0;   ///< of the tap
    trace::Site site;    ///< where in the loops
    double distance = 0; ///< of what was decided on from the edge, in the unit of the tap
};

/// One pixel with its derivatives.
struct PixelGradient {
    trace::Pixel pixel;
    double photons = 0; ///< expected; the bits of the portable arithmetic's image
    /// [parameter], photons per unit of the parameter; NaN where the parameter is refused.
    std::vector<double> derivatives;
    /// The decision that came nearest to its edge. Nothing where no decision matters: with square
    /// spots and one amplitude everywhere, the nearest index does not.
    std::optional<Decision> nearest;

    /// Whether some decision stands on its edge, within rounding: there is no derivative then.
    [[nodiscard]] bool on_edge() const;
};

struct Gradients {
    std::vector<Parameter> parameters; ///< as asked for, with what this run refuses
    std::vector<PixelGradient> pixels; ///< as asked for
};

/// @param names   see parameters_of; several are computed at once
/// @param pixels  [pixel]; each is rendered as in a whole image, with what its thread carries
/// @throws InputError  an unknown parameter; a pixel outside the detector or not rendered; a run
///                     that is not the portable arithmetic in double precision on the CPU
/// Same bits for any number of threads. In PhiMode::c_parity the derivatives go through the carried
/// vectors, whichever pixel they come from.
[[nodiscard]] Gradients gradients(const Experiment& experiment, const RunSpec& run,
                                  const std::vector<std::string>& names,
                                  const std::vector<trace::Pixel>& pixels);

/// The sum of pixels and of their derivatives: row by row as they stand, in double precision. Its
/// `pixel` is the first one's, its `nearest` the nearest of all.
[[nodiscard]] PixelGradient sum_of(const std::vector<PixelGradient>& pixels);

} // namespace tapir::engine
