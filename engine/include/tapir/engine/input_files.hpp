#pragma once

#include <filesystem>
#include <string>

#include "tapir/engine/experiment.hpp"

namespace tapir::engine {

/// Reads a text list of "h k l F" lines in space group P1 (the last line for an index wins).
///
/// @param default_electrons  amplitude of every index that is not listed [electrons]
/// @throws InputError  missing file, a line that is not three whole numbers and an amplitude,
///                     an index box too large to hold; names file and line
[[nodiscard]] StructureFactors read_reflection_list(const std::filesystem::path& path,
                                                    double default_electrons);

/// Reads structure factors of any kind of file: an MTZ or mmCIF file (by its name's end), else a
/// text list.
///
/// @param column  amplitude column of an MTZ or mmCIF file; empty: its only one
/// @throws InputError  see the readers; a column for a text list
[[nodiscard]] StructureFactors read_reflections(const std::filesystem::path& path,
                                                const std::string& column,
                                                double default_electrons);

/// Reads a MOSFLM A matrix: nine numbers, rows x y z, columns a* b* c*, in units of
/// wavelength / angstrom.
/// @throws InputError  missing file, fewer or more than nine numbers, a token that is none
[[nodiscard]] Mat3<double> read_a_matrix(const std::filesystem::path& path);

} // namespace tapir::engine
