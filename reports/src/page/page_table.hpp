#pragma once

#include <cstddef>
#include <string>

#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::reports {

/// The values one by one, those that depart first, as HTML; empty without any.
/// @param room  bytes it may take
[[nodiscard]] std::string table_section(const trace::Comparison& comparison, std::size_t room);

} // namespace tapir::reports
