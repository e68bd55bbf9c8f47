#pragma once

#include <nlohmann/json_fwd.hpp>

#include "tapir/trace/record/loop.hpp"
#include "tapir/trace/verdict/arbiter.hpp"

namespace tapir::reports {

/// What the arbiter says.
[[nodiscard]] nlohmann::ordered_json arbiter_json(const trace::Arbiter& arbiter,
                                                  const trace::Loops& loops);

} // namespace tapir::reports
