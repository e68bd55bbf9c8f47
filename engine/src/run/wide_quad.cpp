// Pixels in binary128, where the compiler has it.
#if defined(TAPIR_HAS_QUADMATH)

#include "run/wide_run_kernel.hpp"

namespace tapir::engine {

template void run_wide<Quad>(const Experiment&, const RunSpec&, const std::vector<trace::Pixel>&,
                             WideTap<Quad>&);

} // namespace tapir::engine

#endif
