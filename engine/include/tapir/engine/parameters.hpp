#pragma once

#include <string>
#include <vector>

#include "tapir/engine/experiment.hpp"

/// The numbers of a scene by which derivatives are taken.
namespace tapir::engine {

/// A number of an effective scene that may vary.
///
/// It varies alone: every other field keeps its effective value, whether that was given or is a
/// default. Only what belongs to it goes along: the size of a detector with its pixels, the step of
/// a range with the range.
struct Parameter {
    std::string name;     ///< "cell_a"
    std::string unit;     ///< as people write it: "angstrom", "degree", "mm"; "" for a pure number
    double value = 0;     ///< in that unit
    double in_engine = 1; ///< what 1 of that unit is in the engine's
    std::string refusal;  ///< why the scene has no derivative by it; "": it has
};

/// Every parameter of a scene, those without a derivative included. The amplitude of a reflection,
/// `F_H_K_L` (F_1_-2_0), is one as well, but not listed.
[[nodiscard]] std::vector<Parameter> parameters_of(const Experiment& experiment);

/// @throws InputError  a name that is none, or one of a whole number; lists those there are
[[nodiscard]] Parameter parameter_named(const Experiment& experiment, const std::string& name);

} // namespace tapir::engine
