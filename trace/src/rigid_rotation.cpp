#include <array>
#include <cmath>
#include <numbers>

#include "relations.hpp"
#include "tapir/trace/number_text.hpp"

namespace tapir::trace {

namespace {

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>; ///< rows

double dot(const Vector& u, const Vector& v) {
    return u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
}
Vector cross(const Vector& u, const Vector& v) {
    return {u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]};
}

/// The matrix that takes three vectors to three others; their volume must not vanish.
std::optional<Matrix> between(const Matrix& from, const Matrix& to) {
    const double volume = dot(from[0], cross(from[1], from[2]));
    if (volume == 0 || !std::isfinite(volume)) {
        return std::nullopt;
    }
    const Matrix dual{cross(from[1], from[2]), cross(from[2], from[0]), cross(from[0], from[1])};
    Matrix result{};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 3; ++column) {
            for (std::size_t k = 0; k < 3; ++k) {
                result[row][column] += to[k][row] * dual[k][column] / volume;
            }
        }
    }
    return result;
}

/// Angle of a rotation matrix [rad]; nothing when it is none.
std::optional<double> angle_of(const Matrix& m) {
    constexpr double tight = 1e-4;
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            if (std::fabs(dot(m[i], m[j]) - (i == j ? 1 : 0)) > tight) {
                return std::nullopt;
            }
        }
    }
    const Vector axis{m[2][1] - m[1][2], m[0][2] - m[2][0], m[1][0] - m[0][1]};
    return std::atan2(std::sqrt(dot(axis, axis)), m[0][0] + m[1][1] + m[2][2] - 1);
}

} // namespace

std::optional<Classification> turned(const Observations& observations, double phi_step_rad) {
    constexpr std::size_t nine = 9;
    Matrix expected{};
    Matrix value{};
    std::size_t count = 0;
    for (const Observation& here : observations) {
        if (here.site == observations.front().site && here.component < static_cast<int>(nine)) {
            const auto component = static_cast<std::size_t>(here.component);
            expected[component / 3][component % 3] = here.expected;
            value[component / 3][component % 3] = here.value;
            ++count;
        }
    }
    const auto rotation = count == nine ? between(expected, value) : std::nullopt;
    const auto angle = rotation ? angle_of(*rotation) : std::nullopt;
    constexpr double least = 1e-7;
    if (!angle || *angle < least) {
        return std::nullopt;
    }
    constexpr double half_turn_deg = 180;
    constexpr int digits = 8;
    const double steps = phi_step_rad != 0 ? std::fabs(*angle / phi_step_rad) : 0;
    constexpr double whole = 1e-3;
    const bool whole_steps = steps > 0.5 && std::fabs(steps - std::round(steps)) < whole * steps;
    return Classification{whole_steps ? "stale" : "formula",
                          "the same vectors, turned by " +
                              general(*angle * half_turn_deg / std::numbers::pi, digits) +
                              " degrees" +
                              (phi_step_rad != 0 ? ", " + general(steps, 6) + " phi step(s)" : ""),
                          "candidate"};
}

} // namespace tapir::trace
