// Pixels recorded in single precision.
#include "run/tapped_pixel_kernel.hpp"

namespace tapir::engine {

template float tapped_photons<Float32, ReferenceArithmetic>(const SceneView<Float32>&, trace::Pixel,
                                                            PhiState&, RecordTap&);
template float tapped_photons<Float32, PortableArithmetic>(const SceneView<Float32>&, trace::Pixel,
                                                           PhiState&, RecordTap&);

} // namespace tapir::engine
