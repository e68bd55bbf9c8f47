#pragma once

#include <filesystem>
#include <string>

#include "tapir/engine/experiment.hpp"

namespace tapir::engine {

/// Reads the C program's cache of structure factors ("Fdump.bin"): a text line with the limits of
/// the index box, then doubles [h][k][l], one more in each direction than the box has.
///
/// @param default_electrons  amplitude outside the box [electrons]
/// @throws InputError  missing file, no header, another size than the header tells
[[nodiscard]] StructureFactors read_dump_file(const std::filesystem::path& path,
                                              double default_electrons);

/// The bytes of such a file. @pre the table was read from a list or a dump
[[nodiscard]] std::string dump_bytes(const StructureFactors& factors);

} // namespace tapir::engine
