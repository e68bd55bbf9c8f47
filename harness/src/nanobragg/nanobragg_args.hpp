#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "nanobragg/scene_request.hpp"

namespace tapir::harness {

/// What stands after "--" on the command line: the C program's own options.
using NanobraggArgs = std::vector<std::string>;

/// The C program's options with its meaning. Relative paths start at the current folder.
/// @param quirks  which traps of the C program's options are in force
/// @throws InputError  a value that is no number, a missing value, an unreadable image header
[[nodiscard]] SceneRequest
scene_from_nanobragg_args(const std::vector<std::string>& args,
                          const engine::QuirkSet& quirks = engine::profile("nanobragg"));

/// A file that holds such options, separated by blanks; no quoting.
[[nodiscard]] std::vector<std::string> words_of_file(const std::filesystem::path& file);

} // namespace tapir::harness
