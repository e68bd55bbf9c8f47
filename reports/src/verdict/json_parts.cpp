#include "tapir/reports/verdict/json_parts.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

namespace tapir::reports {

using nlohmann::ordered_json;

ordered_json site_json(const trace::Site& site, const trace::Loops& loops) {
    ordered_json object = ordered_json::object();
    for (std::size_t loop = 0; loop < loops.size(); ++loop) {
        if (site[loop] >= 0) {
            object[loops[loop].name] = site[loop];
        }
    }
    return object;
}

ordered_json number_json(double value) {
    return std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr);
}

} // namespace tapir::reports
