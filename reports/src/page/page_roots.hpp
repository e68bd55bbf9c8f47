#pragma once

#include <string>

#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::reports {

/// The roots, one below the other, as HTML; empty without any.
[[nodiscard]] std::string root_section(const trace::Comparison& comparison);

} // namespace tapir::reports
