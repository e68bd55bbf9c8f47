#pragma once

#include <nlohmann/json_fwd.hpp>

#include "tapir/trace/verdict/arbiter.hpp"

namespace tapir::reports {

/// The indices of a site by the names of their loops.
[[nodiscard]] nlohmann::ordered_json site_json(const trace::Site& site, const trace::Loops& loops);

/// A number; null for an infinity or NaN, which JSON has not.
[[nodiscard]] nlohmann::ordered_json number_json(double value);

/// What the arbiter says.
[[nodiscard]] nlohmann::ordered_json arbiter_json(const trace::Arbiter& arbiter,
                                                  const trace::Loops& loops);

} // namespace tapir::reports
