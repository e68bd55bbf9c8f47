#pragma once

#include "run/wide_tap.hpp"
#include "tapir/engine/numbers/double_double.hpp"
#include "tapir/engine/numbers/quad.hpp"

/// A run in a wide number type. The set-up and the kernel are compiled once for each type, in a
/// unit of its own that includes wide_run_kernel.hpp.
namespace tapir::engine {

template <class Real>
void run_wide(const Experiment& experiment, const RunSpec& options,
              const std::vector<trace::Pixel>& pixels, WideTap<Real>& tap);

} // namespace tapir::engine
