#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tapir/engine/experiment.hpp"

namespace tapir::harness {

/// What a scene source asks for, before files are read and defaults applied.
struct SceneRequest {
    engine::ExperimentRequest experiment;
    std::filesystem::path matrix_file;     ///< empty: none
    std::filesystem::path reflection_file; ///< empty: none
    std::vector<std::string> notices;      ///< what would surprise, one line each
};

/// Reads the files and resolves the experiment.
/// @throws InputError  see the readers and `engine::resolve`
[[nodiscard]] engine::Experiment load_experiment(SceneRequest request);

/// The C program's options with its meaning. Relative paths start at the current folder.
/// @throws InputError  a value that is no number, a missing value, an option this version lacks
[[nodiscard]] SceneRequest scene_from_nanobragg_args(const std::vector<std::string>& args);

/// A file that holds such options, separated by blanks; no quoting.
[[nodiscard]] SceneRequest scene_from_args_file(const std::filesystem::path& file);

/// A preset by name (configs/presets/NAME.json) or by path (ends in .json).
/// @throws InputError  unknown preset, invalid JSON, unknown or ill-typed key (with its pointer)
[[nodiscard]] SceneRequest scene_from_preset(const std::string& name_or_path);

/// The folder of the shipped presets: $TAPIR_CONFIGS, else beside the installed program, else the
/// source tree.
[[nodiscard]] std::filesystem::path configs_folder();

/// Names of the shipped presets, sorted.
[[nodiscard]] std::vector<std::string> preset_names();

/// The file of a preset. @throws InputError  unknown; suggests the nearest name
[[nodiscard]] std::filesystem::path preset_file(const std::string& name_or_path);

} // namespace tapir::harness
