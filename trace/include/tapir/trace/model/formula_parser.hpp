#pragma once

#include <string>
#include <string_view>

#include "tapir/trace/model/formula.hpp"

namespace tapir::trace {

/// Reads a formula. @param where  file and JSON pointer, for messages
/// @throws InputError  with the column, what was expected there, and what to write instead
[[nodiscard]] Formula parse_formula(std::string_view text, const std::string& where);

} // namespace tapir::trace
