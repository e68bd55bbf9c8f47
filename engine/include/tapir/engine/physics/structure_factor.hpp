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
        const auto k_range = static_cast<std::size_t>(k_max - k_min + 1);
        const auto l_range = static_cast<std::size_t>(l_max - l_min + 1);
        return amplitude_electrons[(row(h, h_min) * k_range + row(k, k_min)) * l_range +
                                   row(l, l_min)];
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
