#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "nanobragg/scene_request.hpp"

namespace tapir::harness {

/// A preset by name (configs/presets/NAME.json) or by path (ends in .json).
/// @throws InputError  unknown preset, invalid JSON, unknown or ill-typed key (with its pointer)
[[nodiscard]] SceneRequest scene_from_preset(const std::string& name_or_path);

/// The same from its text. @param file  where it stands: named in errors, start of relative paths
[[nodiscard]] SceneRequest scene_from_preset_text(const std::string& text,
                                                  const std::filesystem::path& file);

/// The folder of the shipped presets: $TAPIR_CONFIGS, else beside the installed program, else the
/// source tree.
[[nodiscard]] std::filesystem::path configs_folder();

/// Names of the shipped presets, sorted.
[[nodiscard]] std::vector<std::string> preset_names();

/// The file of a preset. @throws InputError  unknown; suggests the nearest name
[[nodiscard]] std::filesystem::path preset_file(const std::string& name_or_path);

} // namespace tapir::harness
