// Pixels in 113 bits.
#include "run/wide_run_kernel.hpp"

namespace tapir::engine {

template void run_wide<Quad>(const Experiment&, const RunSpec&, const std::vector<trace::Pixel>&,
                             WideTap<Quad>&);

} // namespace tapir::engine
