// The lineage of pixels in portable operations.
#include "run/tapped_pixel_kernel.hpp"
#include "tapir/engine/numbers/lineage.hpp"

namespace tapir::engine {

template Lineage
tapped_photons<LineageNumbers, PortableArithmetic>(const SceneView<LineageNumbers>&, trace::Pixel,
                                                   PhiState&, LineageTap&);

} // namespace tapir::engine
