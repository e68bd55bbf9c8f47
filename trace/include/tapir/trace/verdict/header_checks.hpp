#pragma once

#include <string>

#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// Says first among the notes where the files contradict their own headers or the order of
/// computation; to be done once, at the end.
void note_doubts(const std::string& reference, const std::string& candidate, Comparison& result);

} // namespace tapir::trace
