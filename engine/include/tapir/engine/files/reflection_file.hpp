#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace tapir::engine {

/// A structure factor amplitude.
struct Reflection {
    int h, k, l;
    double amplitude_electrons;
};

/// What an MTZ or mmCIF file holds, expanded to space group P1.
struct CrystallographicReflections {
    std::vector<Reflection> reflections; ///< sorted by h, k, l; each index once
    int skipped = 0;                     ///< reflections without an amplitude
    std::string column, space_group;
    std::array<double, 6> cell{}; ///< edges [A] and angles [deg]
};

/// Reads structure factor amplitudes from an MTZ or mmCIF file and expands them to P1: by the
/// operations of the space group, and by Friedel's law |F(-h)| = |F(h)|.
///
/// @param column  label of the amplitude column; empty: the only one
/// @throws InputError  missing or damaged file, no such or no single column, no space group,
///                     amplitudes that contradict each other after expansion
[[nodiscard]] CrystallographicReflections
read_crystallographic_reflections(const std::filesystem::path& path, const std::string& column);

} // namespace tapir::engine
