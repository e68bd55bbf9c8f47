#pragma once

#include <string>

#include "tapir/trace/model/formula.hpp"

namespace tapir::trace {

/// The formula as text, with no more parentheses than it needs: reads back as the same tree.
[[nodiscard]] std::string to_text(const Formula& formula);

} // namespace tapir::trace
