#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "format/text_document.hpp"

namespace tapir::trace {

/// The key that a member of JSON begins with; "" for an element of an array.
[[nodiscard]] std::string_view json_key(std::string_view text, const TextLine& line);

/// The keys from the outermost object to a line's: "electrons.momentum".
[[nodiscard]] std::string json_path(const TextDocument& document, std::uint32_t line);

} // namespace tapir::trace
