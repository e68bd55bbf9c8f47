#pragma once

#include <optional>
#include <string_view>

#include "ptx/module_parts.hpp"

namespace tapir::engine::ptx {

/// @param name  "%tid.x"; blocks and their threads stand in one row, along x
[[nodiscard]] std::optional<Special> special_named(std::string_view name);

} // namespace tapir::engine::ptx
