// Pixels replayed without the second normalisation of directions.
#include "run/tapped_pixel_kernel.hpp"
#include "tapir/engine/resync_tap.hpp"

namespace tapir::engine {

template Dual tapped_photons<DualNumbers, NormalisingOnce>(const SceneView<DualNumbers>&,
                                                           trace::Pixel, PhiState&, ResyncTap&);

} // namespace tapir::engine
