#pragma once

#include <functional>

namespace tapir::engine {

/// Called now and then with the share of the work done, in [0, 1]; from one thread only.
using ProgressCallback = std::function<void(double)>;

} // namespace tapir::engine
