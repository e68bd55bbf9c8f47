#pragma once

#include <nlohmann/json_fwd.hpp>

#include "tapir/trace/record/loop.hpp"
#include "tapir/trace/record/site.hpp"

namespace tapir::reports {

/// The indices of the loops that a site states, by their names.
[[nodiscard]] nlohmann::ordered_json site_json(const trace::Site& site, const trace::Loops& loops);

/// A number; NaN and infinity, which JSON has not, are null.
[[nodiscard]] nlohmann::ordered_json number_json(double value);

} // namespace tapir::reports
