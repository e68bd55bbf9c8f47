#pragma once

#include "ptx/forms.hpp"

namespace tapir::engine::ptx {

/// All opcodes that only compute. A rounding is always written out: where none is, ptxas may fuse a
/// product and a sum, and the result is not defined; so `mul.f64` is unknown and `mul.rn.f64`
/// known. Approximate operations (.approx, .full, .ftz) are unknown.
[[nodiscard]] const FormTable& known_forms();

} // namespace tapir::engine::ptx
