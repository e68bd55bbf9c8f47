#pragma once

#include <cstddef>
#include <vector>

#include "tapir/engine/physics/orientation.hpp"
#include "tapir/engine/scene.hpp"

namespace tapir::engine::setup {

/// The vectors of every orientation and mosaic domain, from those of the orientations: in the
/// number type of the scene, so that a tapped run, which turns them again, finds the same bits.
/// @return [phi_tic][mosaic domain]
template <class Numbers>
std::vector<Cell<typename Numbers::Wide>> cells_of_domains(const DerivedScene<Numbers>& scene) {
    std::vector<Cell<typename Numbers::Wide>> cells;
    const auto domains = static_cast<std::size_t>(scene.fields.mosaic_domains);
    cells.reserve(scene.cells_phi.size() * domains);
    for (const auto& turned : scene.cells_phi) {
        for (std::size_t mos = 0; mos < domains; ++mos) {
            cells.push_back(scene.fields.mosaic ? domain_cell(scene.mosaic_rotations[mos], turned)
                                                : turned);
        }
    }
    return cells;
}

} // namespace tapir::engine::setup
