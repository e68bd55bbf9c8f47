#pragma once

#include <string>
#include <string_view>

namespace tapir::reports {

/// Text of unknown origin, safe on a terminal: what is no printable ASCII becomes "?".
[[nodiscard]] std::string printable(std::string_view text);

} // namespace tapir::reports
