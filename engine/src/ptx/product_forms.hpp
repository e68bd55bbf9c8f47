#pragma once

#include "ptx/forms.hpp"

namespace tapir::engine::ptx {

/// Products of integers: low half, high half, both.
void add_product_forms(FormTable& table);

} // namespace tapir::engine::ptx
