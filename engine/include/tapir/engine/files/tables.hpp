#pragma once

#include <filesystem>
#include <vector>

#include "tapir/engine/experiment.hpp"

namespace tapir::engine {

/// Reads a table of sources: up to five columns X Y Z weight wavelength(m), separated by blanks or
/// any of , ; : ! and lines without numbers left out.
/// @return one entry a line; columns that are missing are NaN
/// @throws InputError  missing or empty file, a word that is no number (the C program would take
///                     it for 0), a short last line without line end; names file and line
[[nodiscard]] std::vector<SourceEntry> read_source_table(const std::filesystem::path& path);

/// Reads a table of sin(theta)/lambda and structure factor, which the C program reads and never
/// uses. @return number of lines
/// @throws InputError  as read_source_table
std::size_t check_stol_table(const std::filesystem::path& path);

} // namespace tapir::engine
