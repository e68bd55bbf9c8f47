#pragma once

#include <nlohmann/json_fwd.hpp>

#include "tapir/trace/record/loop.hpp"
#include "tapir/trace/stage/conditioning.hpp"

namespace tapir::reports {

/// How a record moves with what it is computed from: its inputs, and the given numbers of the
/// set-up, each with the derivative and the relative change per relative change.
[[nodiscard]] nlohmann::ordered_json conditioning_json(const trace::RecordConditioning& record,
                                                       const trace::Loops& loops);

} // namespace tapir::reports
