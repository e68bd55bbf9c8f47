#pragma once

#include <string>
#include <string_view>

namespace tapir::reports {

/// Text for HTML and XML: markup is escaped, and what is no printable ASCII becomes "?".
[[nodiscard]] std::string escaped_markup(std::string_view text);
/// The same for a cell of a Markdown table.
[[nodiscard]] std::string escaped_markdown(std::string_view text);

} // namespace tapir::reports
