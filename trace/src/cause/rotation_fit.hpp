#pragma once

#include <array>
#include <optional>

namespace tapir::trace {

using Vector3 = std::array<double, 3>;

/// The rotation that takes three vectors to three others best, by singular value decomposition
/// (Kabsch, 1976, doi:10.1107/S0567739476001873). Each vector counts by its direction.
///
/// @return axis times angle [rad], of at most half a turn; nothing where the vectors lie on one
///         line, are not finite, or where what is left over is more than 1e-4 of their lengths
[[nodiscard]] std::optional<Vector3> fitted_rotation(const std::array<Vector3, 3>& from,
                                                     const std::array<Vector3, 3>& to);

} // namespace tapir::trace
