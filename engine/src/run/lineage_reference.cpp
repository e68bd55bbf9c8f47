// The lineage of pixels in the C program's operations.
#include "run/tapped_pixel_kernel.hpp"
#include "tapir/engine/numbers/lineage.hpp"

namespace tapir::engine {

template Lineage
tapped_photons<LineageNumbers, ReferenceArithmetic>(const SceneView<LineageNumbers>&, trace::Pixel,
                                                    PhiState&, LineageTap&);

} // namespace tapir::engine
