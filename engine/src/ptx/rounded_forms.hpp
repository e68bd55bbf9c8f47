#pragma once

#include "ptx/forms.hpp"

namespace tapir::engine::ptx {

/// Operations that round up, down or to zero.
void add_rounded_forms(FormTable& table);

} // namespace tapir::engine::ptx
