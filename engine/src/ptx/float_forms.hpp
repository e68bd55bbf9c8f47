#pragma once

#include "ptx/forms.hpp"

namespace tapir::engine::ptx {

/// Operations on floating-point numbers that round to nearest or not at all.
void add_float_forms(FormTable& table);

} // namespace tapir::engine::ptx
