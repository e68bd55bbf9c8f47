#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "scene/matrix_cell.hpp"
#include "tapir/engine/setup/crystal_setup.hpp"
#include "tapir/engine/setup/varied_fields.hpp"

namespace tapir::engine {

/// Edges [angstrom] and angles [rad] as the reciprocal cell in the standard orientation [1/A].
template <class Real>
ReciprocalCell<Real> reciprocal_of_cell(const std::array<Real, 6>& cell) {
    const std::array<Real, 3> edges{cell[0], cell[1], cell[2]};
    const std::array<Real, 3> angles{cell[3], cell[4], cell[5]};
    return setup::standard_reciprocal_cell(edges, angles,
                                           setup::cell_volume_from_angles(edges, angles), false);
}

/// How an A matrix moves when an edge or an angle of its cell does: with S the reciprocal vectors
/// of the crystal and B those of the cell in the standard orientation, U = S / B is held, so S
/// becomes S B^-1 (B + dB).
/// @param component  0 to 2 an edge, 3 to 5 an angle
/// @param change     of it [angstrom or rad]
template <class Real>
std::vector<typename setup::VariedFields<Real>::Variation>
matrix_variations(const ExperimentRequest& input, std::size_t component, const Real& change) {
    std::array<Real, 6> still;
    const std::array<double, 6> cell = cell_of_matrix(input);
    std::transform(cell.begin(), cell.end(), still.begin(), [](double x) { return Real(x); });
    std::array<Real, 6> varied = still;
    varied[component] = varied[component] + change;
    const ReciprocalCell<Real> before = reciprocal_of_cell(still);
    const ReciprocalCell<Real> after = reciprocal_of_cell(varied);
    // rows of B^-1: the direct cell
    const Real volume = Real(1) / dot(before.a, cross(before.b, before.c));
    const std::array<Vec3<Real>, 3> direct{volume * cross(before.b, before.c),
                                           volume * cross(before.c, before.a),
                                           volume * cross(before.a, before.b)};
    const Mat3<double>& m = input.a_matrix;
    // the entries of S, column by column; their unit, 1 / wavelength, goes through
    const std::array<std::array<const double*, 3>, 3> entries{
        {{&m.xx, &m.yx, &m.zx}, {&m.xy, &m.yy, &m.zy}, {&m.xz, &m.yz, &m.zz}}};
    const std::array<Vec3<Real>, 3> moved{after.a - before.a, after.b - before.b,
                                          after.c - before.c};
    std::vector<typename setup::VariedFields<Real>::Variation> variations;
    for (std::size_t column = 0; column < 3; ++column) {
        for (std::size_t row = 0; row < 3; ++row) {
            Real sum(0);
            for (std::size_t i = 0; i < 3; ++i) {
                sum = sum + Real(*entries[i][row]) * dot(direct[i], moved[column]);
            }
            variations.push_back({entries[column][row], sum});
        }
    }
    return variations;
}

} // namespace tapir::engine
