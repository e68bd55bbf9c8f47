#pragma once

#include <string>
#include <vector>

#include "tapir/engine/physics/structure_factor.hpp"

namespace tapir::engine {

/// Structure factor amplitudes that own their data.
struct StructureFactors {
    IndexBox box; ///< of what was read
    double default_electrons = 0;
    std::vector<double>
        amplitude_electrons;     ///< of the box with its layer, see StructureFactorTable
    std::size_t reflections = 0; ///< lines read; 0: the default everywhere
    std::string source;          ///< file, or "" for the default everywhere
    std::string digest;          ///< SHA-256 of the file's bytes, or ""

    [[nodiscard]] bool was_read() const { return reflections > 0; }

    /// Valid while this object lives and is not changed.
    [[nodiscard]] StructureFactorTable<double> table() const {
        return {amplitude_electrons.data(), box, was_read()};
    }

    /// The amplitude of an index inside the box.
    [[nodiscard]] double& amplitude(int h, int k, int l) {
        const auto row = [](int index, int first) {
            return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(index) - first) + 1;
        };
        const std::size_t k_rows = box.k_extent() + 2;
        const std::size_t l_rows = box.l_extent() + 2;
        return amplitude_electrons[(row(h, box.h_min) * k_rows + row(k, box.k_min)) * l_rows +
                                   row(l, box.l_min)];
    }
};

/// A table that holds the default amplitude everywhere; an empty box is one too.
[[nodiscard]] inline StructureFactors uniform_structure_factors(double default_electrons,
                                                                const IndexBox& box = {}) {
    StructureFactors factors;
    factors.box = box;
    factors.default_electrons = default_electrons;
    factors.amplitude_electrons.assign(
        (box.h_extent() + 2) * (box.k_extent() + 2) * (box.l_extent() + 2), default_electrons);
    return factors;
}

} // namespace tapir::engine
