// Pixels recorded in mixed precision.
#include "run/tapped_pixel_kernel.hpp"

namespace tapir::engine {

template double tapped_photons<Mixed, PortableArithmetic>(const SceneView<Mixed>&, trace::Pixel,
                                                          PhiState&, RecordTap&);

} // namespace tapir::engine
