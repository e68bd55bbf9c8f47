#pragma once

#include "tapir/trace/comparison.hpp"

namespace tapir::trace {

/// Gives a comparison its verdict, reason and sentence, from all else that stands in it.
void conclude(const Dictionary& dictionary, Comparison& result);

} // namespace tapir::trace
