#pragma once

#include <string>

namespace tapir::reports {

/// The style sheet of a page, and its script: they filter the table and copy the command.
[[nodiscard]] std::string page_style();
[[nodiscard]] std::string page_script();

} // namespace tapir::reports
