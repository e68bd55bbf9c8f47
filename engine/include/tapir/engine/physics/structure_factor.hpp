#pragma once

#include <cstddef>

#include "tapir/engine/numbers/lineage.hpp"
#include "tapir/engine/numbers/vec3.hpp"

namespace tapir::engine {

/// Structure factor amplitudes in a box of Miller indices; does not own its data.
struct StructureFactorTable {
    const double* amplitude_electrons = nullptr; ///< [h][k][l], null when nothing was read
    int h_min = 0, h_max = -1, k_min = 0, k_max = -1, l_min = 0, l_max = -1;
    double default_electrons = 0; ///< outside the box

    [[nodiscard]] TAPIR_HOST_DEVICE bool holds(double h, double k, double l) const {
        return amplitude_electrons != nullptr && h >= h_min && h <= h_max && k >= k_min &&
               k <= k_max && l >= l_min && l <= l_max;
    }

    /// @return amplitude of a whole Miller index [electrons]; NaN indices get the default
    [[nodiscard]] TAPIR_HOST_DEVICE double at(double h, double k, double l) const {
        if (!holds(h, k, l)) {
            return default_electrons;
        }
        const auto row = [](double index, int first) {
            return static_cast<std::size_t>(static_cast<int>(index) - first);
        };
        return amplitude_electrons[(row(h, h_min) * extent(k_min, k_max) + row(k, k_min)) *
                                       extent(l_min, l_max) +
                                   row(l, l_min)];
    }

    /// Whether the 4 x 4 x 4 neighbourhood of a fractional index lies inside the box, with the
    /// C program's margins.
    [[nodiscard]] TAPIR_HOST_DEVICE bool surrounds(double h, double k, double l) const {
        const auto inside = [](double index, int first, int last) {
            const double range = static_cast<double>(last) - first + 1;
            return !(index - first + 3 > range) && !(index - 2 < first);
        };
        return amplitude_electrons != nullptr && inside(h, h_min, h_max) &&
               inside(k, k_min, k_max) && inside(l, l_min, l_max);
    }

    /// Number of indices from `first` to `last`.
    [[nodiscard]] TAPIR_HOST_DEVICE static std::size_t extent(int first, int last) {
        return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(last) - first + 1);
    }
};

/// Structure factor amplitude of the nearest reflection.
///
/// @param nearest  whole Miller indices [1]
/// @return |F| [electrons]
template <class Real>
TAPIR_HOST_DEVICE Real nearest_structure_factor(const StructureFactorTable& table,
                                                const Vec3<Real>& nearest) {
    const double amplitude =
        table.at(value_of(nearest.x), value_of(nearest.y), value_of(nearest.z));
    return chosen_by(amplitude, nearest.x + nearest.y + nearest.z);
}

} // namespace tapir::engine
