#pragma once

#include <cstddef>

#include "tapir/engine/scene.hpp"
#include "tapir/engine/setup/domain_cells.hpp"

/// A scene in other number types: the set-up is always done with numbers of 53 bits, and rounded
/// once.
namespace tapir::engine {

namespace setup {

template <class To, class From>
std::vector<To> rounded(const std::vector<From>& values) {
    std::vector<To> result;
    result.reserve(values.size());
    for (const From& value : values) {
        result.push_back(To(value));
    }
    return result;
}

template <class To, template <class> class Compound, class From>
std::vector<Compound<To>> rounded_compounds(const std::vector<Compound<From>>& values) {
    std::vector<Compound<To>> result;
    result.reserve(values.size());
    for (const Compound<From>& value : values) {
        result.push_back(converted<To>(value));
    }
    return result;
}

/// What stands for itself; the pointers are left null.
template <class To, class From>
SceneView<To> rounded_fields(const SceneView<From>& from) {
    using Wide = typename To::Wide;
    SceneView<To> to;
    static_cast<SceneSwitches&>(to) = from;
    const SceneNumbers<typename From::Wide>& exact = from;
    SceneNumbers<Wide>::visit_all(
        [](auto& rounded, const auto& number) {
            if constexpr (std::is_constructible_v<Wide, decltype(number)>) {
                rounded = Wide(number);
            } else {
                rounded = converted<Wide>(number);
            }
        },
        to, exact);
    return to;
}

} // namespace setup

template <class To, class From>
DerivedScene<To> rounded_scene(const DerivedScene<From>& from) {
    using Wide = typename To::Wide;
    DerivedScene<To> to;
    to.fields = setup::rounded_fields<To>(from.fields);
    to.source_directions = setup::rounded_compounds<Wide>(from.source_directions);
    to.wavelengths = setup::rounded<Wide>(from.wavelengths);
    to.inverse_wavelengths = setup::rounded<Wide>(from.inverse_wavelengths);
    to.source_weights = setup::rounded<Wide>(from.source_weights);
    to.phi = setup::rounded<Wide>(from.phi);
    to.cells_phi = setup::rounded_compounds<Wide>(from.cells_phi);
    to.mosaic_rotations = setup::rounded_compounds<Wide>(from.mosaic_rotations);
    to.cells = setup::cells_of_domains(to);
    const StructureFactorTable<double>& table = from.fields.structure_factors;
    to.fields.structure_factors.box = table.box;
    to.fields.structure_factors.was_read = table.was_read;
    if constexpr (std::is_same_v<TableElement<To>, double>) {
        to.structure_factors = from.structure_factors;
        to.fields.structure_factors.amplitude_electrons = table.amplitude_electrons;
    } else {
        const std::vector<double>& amplitudes = from.structure_factors->amplitude_electrons;
        to.amplitudes.assign(amplitudes.begin(), amplitudes.end());
    }
    return to;
}

} // namespace tapir::engine
