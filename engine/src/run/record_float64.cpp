// Pixels recorded in double precision.
#include "run/tapped_pixel_kernel.hpp"

namespace tapir::engine {

template double tapped_photons<Float64, ReferenceArithmetic>(const SceneView<Float64>&,
                                                             trace::Pixel, PhiState&, RecordTap&);
template double tapped_photons<Float64, PortableArithmetic>(const SceneView<Float64>&, trace::Pixel,
                                                            PhiState&, RecordTap&);

} // namespace tapir::engine
