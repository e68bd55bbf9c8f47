#pragma once

#include <cstdint>
#include <string_view>

namespace tapir::trace {

/// How a trace is written as text.
enum class Dialect : std::uint8_t { native, c, py };

[[nodiscard]] std::string_view to_text(Dialect dialect);

} // namespace tapir::trace
