#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "tapir/engine/host_device.hpp"
#include "tapir/engine/numbers/exact.hpp"
#include "tapir/engine/numbers/lineage.hpp"
#include "tapir/engine/numbers/vec3.hpp"

namespace tapir::engine {

/// A box of Miller indices, limits included; empty when a least one is above its greatest.
struct IndexBox {
    int h_min = 0, h_max = -1, k_min = 0, k_max = -1, l_min = 0, l_max = -1;

    /// Number of indices from `first` to `last`.
    [[nodiscard]] static std::size_t extent(int first, int last) {
        return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(last) - first + 1);
    }
    [[nodiscard]] std::size_t h_extent() const { return extent(h_min, h_max); }
    [[nodiscard]] std::size_t k_extent() const { return extent(k_min, k_max); }
    [[nodiscard]] std::size_t l_extent() const { return extent(l_min, l_max); }
};

/// Structure factor amplitudes in a box of Miller indices; does not own its data.
///
/// One layer of the default amplitude lies around the box on every side, so an index outside is
/// moved to the nearest one of that layer, and a look-up needs no branch.
/// @tparam Element  double or float
template <class Element>
struct StructureFactorTable {
    const Element* amplitude_electrons = nullptr; ///< [h][k][l] of the box with its layer
    IndexBox box;                                 ///< without the layer
    bool was_read = false;                        ///< from a list; else the default everywhere

    /// Place of an index in the table. NaN, and all beyond the box, get one in the layer.
    template <class Real>
    [[nodiscard]] TAPIR_HOST_DEVICE std::int64_t place_of(const Vec3<Real>& whole) const {
        const double k_step = with_layer(box.l_min, box.l_max);
        const double h_step = k_step * with_layer(box.k_min, box.k_max);
        const auto place = [h_step, k_step](double h, double k, double l) TAPIR_INLINE_LAMBDA {
            return exact::fused(h, h_step, exact::fused(k, k_step, l));
        };
        return exact::whole_as_integer(place(held(value_of(whole.x), box.h_min, box.h_max),
                                             held(value_of(whole.y), box.k_min, box.k_max),
                                             held(value_of(whole.z), box.l_min, box.l_max)),
                                       place(below(box.h_min), below(box.k_min), below(box.l_min)));
    }

    /// @return amplitude of a whole Miller index [electrons]
    template <class Real>
    [[nodiscard]] TAPIR_HOST_DEVICE Element at(const Vec3<Real>& whole) const {
        return read_only(amplitude_electrons + place_of(whole));
    }

    /// Whether the 4 x 4 x 4 neighbourhood of a fractional index lies inside the box, with the
    /// C program's margins.
    [[nodiscard]] TAPIR_HOST_DEVICE bool surrounds(double h, double k, double l) const {
        return was_read && inside(h, box.h_min, box.h_max) && inside(k, box.k_min, box.k_max) &&
               inside(l, box.l_min, box.l_max);
    }

  private:
    /// The index of the layer before the box.
    [[nodiscard]] TAPIR_HOST_DEVICE static double below(int first) {
        return static_cast<double>(first) - 1;
    }
    /// Number of indices from `first` to `last`, with the layer.
    [[nodiscard]] TAPIR_HOST_DEVICE static double with_layer(int first, int last) {
        return static_cast<double>(last) - first + 3;
    }
    /// An index held inside the layer; written so that NaN is held too.
    [[nodiscard]] TAPIR_HOST_DEVICE static double held(double index, int first, int last) {
        const double least = below(first);
        const double most = static_cast<double>(last) + 1;
        const double high_enough = index > least ? index : least;
        return high_enough < most ? high_enough : most;
    }
    [[nodiscard]] TAPIR_HOST_DEVICE static bool inside(double index, int first, int last) {
        const double range = static_cast<double>(last) - first + 1;
        return !(index - first + 3 > range) && !(index - 2 < first);
    }
};

/// An amplitude with the lineage of the whole index that chose it.
template <class Element, class Real>
TAPIR_HOST_DEVICE auto chosen_by_index(const Element& electrons, const Vec3<Real>& nearest) {
    return chosen_by(electrons, nearest.x + nearest.y + nearest.z);
}

/// Structure factor amplitude of the nearest reflection.
/// @param nearest  whole Miller indices [1]
/// @return |F| [electrons], of the table's number type
template <class Element, class Real>
TAPIR_HOST_DEVICE auto nearest_structure_factor(const StructureFactorTable<Element>& table,
                                                const Vec3<Real>& nearest) {
    return chosen_by_index(table.at(nearest), nearest);
}

} // namespace tapir::engine
