#pragma once

#include <filesystem>

#include "nanobragg/argument_reader.hpp"

namespace tapir::harness {

/// Geometry from the header of an SMV image, as the C program takes it.
/// @param flip_beam_y  measure the beam centre's Y from the other edge (it does so for masks)
void apply_smv_header(const std::filesystem::path& file, bool flip_beam_y, ArgumentReader& reader);

} // namespace tapir::harness
