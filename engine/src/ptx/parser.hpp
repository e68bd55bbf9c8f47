#pragma once

#include "ptx/syntax.hpp"

namespace tapir::engine::ptx {

/// @param ptx  lives as long as what is returned, which has views into it
/// @throws InputError  a directive or an operand that is not known here, a name that stands for
///                     nothing or for two things
[[nodiscard]] ModuleText parse_module(std::string_view ptx);

} // namespace tapir::engine::ptx
