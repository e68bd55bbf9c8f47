#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "format/piece_source.hpp"

namespace tapir::trace {

/// Opens a trace that can be read pixel by pixel.
/// @return nothing when the file is of a form that cannot be read in pieces
/// @throws InputError  the file cannot be read
[[nodiscard]] std::unique_ptr<PieceSource> open_pieces(const std::filesystem::path& path,
                                                       std::string_view terminal_keys);

} // namespace tapir::trace
