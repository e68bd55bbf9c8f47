// Pixels with their derivatives. Some three times a tapped pixel's work for the compiler: every
// operation is that of a value and of its slopes.
#include "run/decision_tap.hpp"
#include "run/gradient_scene.hpp"
#include "run/tapped_pixel_kernel.hpp"

namespace tapir::engine {

template Gradient<double, directions_at_once>
tapped_photons<GradientNumbers<directions_at_once>, PortableArithmetic>(
    const SceneView<GradientNumbers<directions_at_once>>&, trace::Pixel, PhiState&, DecisionTap&);

} // namespace tapir::engine
