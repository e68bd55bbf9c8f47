// Pixels replayed as the C program computes them.
#include "run/tapped_pixel_kernel.hpp"
#include "tapir/engine/resync_tap.hpp"

namespace tapir::engine {

template Dual tapped_photons<DualNumbers, ReferenceArithmetic>(const SceneView<DualNumbers>&,
                                                               trace::Pixel, PhiState&, ResyncTap&);

} // namespace tapir::engine
