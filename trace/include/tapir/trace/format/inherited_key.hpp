#pragma once

#include <string_view>

namespace tapir::trace {

/// What stands in front of the key of a value that an iteration before the selected one left
/// behind, in the trace of a run under probes.
inline constexpr std::string_view inherited_prefix = "inherited.";

} // namespace tapir::trace
