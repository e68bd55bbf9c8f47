#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include "tapir/engine/experiment.hpp"

/// The cell of a crystal that is given by an A matrix: it varies with the orientation held.
namespace tapir::engine {

/// Edges [angstrom] and angles [rad] of an A matrix at the scene's wavelength.
[[nodiscard]] std::array<double, 6> cell_of_matrix(const ExperimentRequest& input);

/// Which of them a parameter is; nothing when it is none, or the cell is given by itself.
[[nodiscard]] std::optional<std::size_t> matrix_cell_component(const ExperimentRequest& input,
                                                               const std::string& name);

} // namespace tapir::engine
