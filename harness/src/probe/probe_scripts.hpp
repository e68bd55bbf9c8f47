#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace tapir::harness {

/// The backends' scripts by file name, as they stand beside this file: they are part of the
/// program.
[[nodiscard]] const std::vector<std::pair<std::string_view, std::string_view>>& probe_scripts();

} // namespace tapir::harness
