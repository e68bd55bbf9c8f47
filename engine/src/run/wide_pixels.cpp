// Pixels in 113 bits, for what is held against double precision.
#include "run/decision_tap.hpp"
#include "run/tapped_pixel_kernel.hpp"
#include "tapir/engine/numbers/quad.hpp"

namespace tapir::engine {

template Quad tapped_photons<Uniform<Quad>, ReferenceArithmetic>(const SceneView<Uniform<Quad>>&,
                                                                 trace::Pixel, PhiState&,
                                                                 DecisionTap&);

} // namespace tapir::engine
