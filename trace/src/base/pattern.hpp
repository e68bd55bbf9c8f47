#pragma once

#include <string_view>

namespace tapir::trace {

/// Whether a whole text is like a pattern, in which * stands for anything and ? for one character.
[[nodiscard]] bool is_like(std::string_view text, std::string_view pattern);

} // namespace tapir::trace
