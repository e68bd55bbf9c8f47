#pragma once

namespace tapir {

inline constexpr const char* program_name = "tapir";
inline constexpr const char* program_version = TAPIR_VERSION;

} // namespace tapir
