// Pixels in double-double.
#include "run/wide_run_kernel.hpp"

namespace tapir::engine {

template void run_wide<DoubleDouble>(const Experiment&, const RunSpec&,
                                     const std::vector<trace::Pixel>&, WideTap<DoubleDouble>&);

} // namespace tapir::engine
