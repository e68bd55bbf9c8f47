#pragma once

#include "ptx/forms.hpp"

namespace tapir::engine::ptx {

/// Logic, shifts, and fields of bits.
void add_bit_forms(FormTable& table);

} // namespace tapir::engine::ptx
