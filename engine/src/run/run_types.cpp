#include "run/run_types.hpp"

#include <algorithm>

#include "tapir/trace/base/error.hpp"

namespace tapir::engine {

void check_precision(const RunSpec& options, double cells_a, double cells_b, double cells_c) {
    constexpr double most = 1 << 22; // whole turns of N (h - h0) must be exact
    if (options.dtype == Dtype::float32 && std::max({cells_a, cells_b, cells_c}) > most) {
        throw InputError({.where = "dtype float32",
                          .problem = "cannot compute a crystal of more than 2^22 cells an edge",
                          .reason = "the phase along that edge would have no digits left",
                          .remedy = "Use dtype mixed or float64, or a smaller crystal."});
    }
}

} // namespace tapir::engine
