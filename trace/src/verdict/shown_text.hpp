#pragma once

#include <string>
#include <string_view>

namespace tapir::trace {

/// The start of a text on one line, without what changes a terminal's state or the direction of
/// letters, which become '?'; other characters than ASCII stay.
[[nodiscard]] std::string shown_text(std::string_view text);

} // namespace tapir::trace
