#pragma once

#include <fmt/format.h>

#include <string>

namespace tapir::reports {

/// ", 12 ulp"; nothing where the values are no neighbours: of other signs, zero against a number,
/// or apart by more than a tenth. There the last digits say nothing.
inline std::string ulp_text(double ulp) {
    constexpr double most = 9e14;
    return ulp < most ? fmt::format(", {:.4g} ulp", ulp) : "";
}

} // namespace tapir::reports
