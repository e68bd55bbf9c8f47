#pragma once

#include "ptx/forms.hpp"

namespace tapir::engine::ptx {

/// Conversions between number types.
void add_conversion_forms(FormTable& table);

} // namespace tapir::engine::ptx
