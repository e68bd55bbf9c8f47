#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tapir::reports {

/// Printable ASCII as it is, everything else as an escape that can be seen: \x1b for a byte,
/// \u{202e} for a code point. Nothing can hide, turn the reading direction or move a cursor.
[[nodiscard]] std::string visible_text(std::string_view text);

/// Text for HTML and XML: visible, and markup is escaped.
[[nodiscard]] std::string escaped_markup(std::string_view text);
/// The same for a cell of a Markdown table.
[[nodiscard]] std::string escaped_markdown(std::string_view text);

/// Text for HTML, of about `most` bytes at most: a longer one is cut in the middle, and says so.
[[nodiscard]] std::string escaped_excerpt(std::string_view text, std::size_t most);

} // namespace tapir::reports
