#pragma once

#include "ptx/forms.hpp"

namespace tapir::engine::ptx {

/// Sums, differences, quotients, signs and extremes of integers.
void add_integer_forms(FormTable& table);

} // namespace tapir::engine::ptx
