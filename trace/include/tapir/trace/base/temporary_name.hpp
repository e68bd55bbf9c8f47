#pragma once

#include <filesystem>
#include <string_view>

namespace tapir {

/// The name of a file beside another one, with something behind it: "a.json.tmp-17". A name that
/// would become longer than file systems take is cut before that.
/// @param ending  at most 64 bytes
[[nodiscard]] std::filesystem::path temporary_neighbour(const std::filesystem::path& path,
                                                        std::string_view ending);

} // namespace tapir
