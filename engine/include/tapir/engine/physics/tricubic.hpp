#pragma once

#include <array>
#include <cmath>
#include <cstddef>

#include "tapir/engine/numbers/vec3.hpp"
#include "tapir/engine/physics/structure_factor.hpp"

namespace tapir::engine {

inline constexpr int tricubic_edge = 4; ///< grid points along each index
inline constexpr int tricubic_points = tricubic_edge * tricubic_edge * tricubic_edge;

/// The 4 x 4 x 4 amplitudes around a point of reciprocal space, and where they stand.
template <class Real>
struct TricubicGrid {
    Vec3<Real> first; ///< whole indices of amplitude 0: floor(h) - 1, floor(k) - 1, floor(l) - 1
    std::array<Real, tricubic_points> electrons; ///< [h][k][l]
};

template <class Element, class Real>
TAPIR_HOST_DEVICE TricubicGrid<Real> tricubic_grid(const StructureFactorTable<Element>& table,
                                                   const Vec3<Real>& hkl) {
    using std::floor;
    TricubicGrid<Real> grid;
    grid.first = {floor(hkl.x) - Real(1), floor(hkl.y) - Real(1), floor(hkl.z) - Real(1)};
    std::size_t point = 0;
    TAPIR_KEEP_LOOP
    for (int i = 0; i < tricubic_edge; ++i) {
        TAPIR_KEEP_LOOP
        for (int j = 0; j < tricubic_edge; ++j) {
            TAPIR_KEEP_LOOP
            for (int k = 0; k < tricubic_edge; ++k) {
                grid.electrons[point++] = Real(nearest_structure_factor(
                    table, Vec3<Real>{grid.first.x + Real(i), grid.first.y + Real(j),
                                      grid.first.z + Real(k)}));
            }
        }
    }
    return grid;
}

/// The cubic through four equidistant points (Lagrange).
/// @param first   abscissa of y[0]; the others follow at distance 1
/// @param stride  distance of the four ordinates in memory
template <class Real>
TAPIR_HOST_DEVICE Real cubic_through(const Real& first, const Real* y, std::size_t stride,
                                     const Real& x) {
    Real sum(0);
    for (int i = 0; i < tricubic_edge; ++i) {
        Real numerator(1);
        Real denominator(1);
        for (int j = 0; j < tricubic_edge; ++j) {
            if (j != i) {
                numerator = numerator * (x - (first + Real(j)));
                denominator = denominator * Real(i - j);
            }
        }
        const Real term = numerator * y[stride * static_cast<std::size_t>(i)] / denominator;
        sum = i == 0 ? term : sum_of(sum, term);
    }
    return sum;
}

/// Tricubic interpolation of the amplitude between reflections.
/// @return |F| [electrons]; exact for amplitudes that are cubic in each index
template <class Real>
TAPIR_HOST_DEVICE Real tricubic_structure_factor(const TricubicGrid<Real>& grid,
                                                 const Vec3<Real>& hkl) {
    constexpr std::size_t edge = tricubic_edge;
    std::array<Real, edge> along_h;
    TAPIR_KEEP_LOOP
    for (std::size_t i = 0; i < edge; ++i) {
        std::array<Real, edge> along_k;
        TAPIR_KEEP_LOOP
        for (std::size_t j = 0; j < edge; ++j) {
            along_k[j] =
                cubic_through(grid.first.z, &grid.electrons[(i * edge + j) * edge], 1, hkl.z);
        }
        along_h[i] = cubic_through(grid.first.y, along_k.data(), 1, hkl.y);
    }
    return cubic_through(grid.first.x, along_h.data(), 1, hkl.x);
}

} // namespace tapir::engine
