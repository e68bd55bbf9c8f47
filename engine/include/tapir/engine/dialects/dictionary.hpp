#pragma once

#include "tapir/trace/record/dictionary.hpp"

namespace tapir::engine {

/// What the C program and the Python port print, as data: key, tap, component, unit, scope.
/// The one table behind the `c` and `py` writers and readers.
[[nodiscard]] const trace::Dictionary& nanobragg_dictionary();

} // namespace tapir::engine
