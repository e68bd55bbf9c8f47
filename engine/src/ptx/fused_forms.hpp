#pragma once

#include "ptx/forms.hpp"

namespace tapir::engine::ptx {

/// Products and sums that are rounded once.
void add_fused_forms(FormTable& table);

} // namespace tapir::engine::ptx
