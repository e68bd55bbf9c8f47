#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tapir/engine/experiment.hpp"

namespace tapir::harness {

/// What a scene source asks for, before files are read and defaults applied.
struct SceneRequest {
    engine::ExperimentRequest experiment;
    std::filesystem::path matrix_file;         ///< empty: none
    std::filesystem::path reflection_file;     ///< text list, MTZ or mmCIF; empty: none
    std::string reflection_column;             ///< of an MTZ or mmCIF file; empty: the only one
    std::filesystem::path dump_file;           ///< structure factor cache, read instead of a list
    std::filesystem::path source_file;         ///< empty: none
    std::filesystem::path mask_file;           ///< empty: none
    std::filesystem::path stol_file;           ///< read and not used, as in the C program
    std::vector<engine::Notice> notices;       ///< what would surprise
    std::map<std::string, std::string> causes; ///< which option set what, see `tapir lint`
};

/// Reads the files and resolves the experiment.
/// @throws InputError  see the readers and `engine::resolve`
[[nodiscard]] engine::Experiment load_experiment(SceneRequest request);

/// The C program's options with its meaning. Relative paths start at the current folder.
/// @param quirks  which traps of the C program's options are in force
/// @throws InputError  a value that is no number, a missing value, an unreadable image header
[[nodiscard]] SceneRequest
scene_from_nanobragg_args(const std::vector<std::string>& args,
                          const engine::QuirkSet& quirks = engine::profile("nanobragg"));

/// A file that holds such options, separated by blanks; no quoting.
[[nodiscard]] std::vector<std::string> words_of_file(const std::filesystem::path& file);

/// A preset by name (configs/presets/NAME.json) or by path (ends in .json).
/// @throws InputError  unknown preset, invalid JSON, unknown or ill-typed key (with its pointer)
[[nodiscard]] SceneRequest scene_from_preset(const std::string& name_or_path);

/// The same from its text. @param file  where it stands: named in errors, start of relative paths
[[nodiscard]] SceneRequest scene_from_preset_text(const std::string& text,
                                                  const std::filesystem::path& file);

/// What a preset says of itself.
struct PresetTitle {
    std::string name, purpose;
};

/// The JSON text of a preset that asks for the same scene, bit for bit.
/// @param folder  where the preset will stand; files are named relative to it
/// @throws InputError  something a preset cannot say
[[nodiscard]] std::string preset_text(const SceneRequest& scene, const PresetTitle& title,
                                      const std::filesystem::path& folder);

/// The folder of the shipped presets: $TAPIR_CONFIGS, else beside the installed program, else the
/// source tree.
[[nodiscard]] std::filesystem::path configs_folder();

/// Names of the shipped presets, sorted.
[[nodiscard]] std::vector<std::string> preset_names();

/// The file of a preset. @throws InputError  unknown; suggests the nearest name
[[nodiscard]] std::filesystem::path preset_file(const std::string& name_or_path);

} // namespace tapir::harness
