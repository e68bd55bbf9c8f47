#pragma once

#include <filesystem>
#include <string>

#include "nanobragg/scene_request.hpp"

namespace tapir::harness {

/// What a preset says of itself.
struct PresetTitle {
    std::string name, purpose;
};

/// The JSON text of a preset that asks for the same scene, bit for bit.
/// @param folder  where the preset will stand; files are named relative to it
/// @throws InputError  something a preset cannot say
[[nodiscard]] std::string preset_text(const SceneRequest& scene, const PresetTitle& title,
                                      const std::filesystem::path& folder);

} // namespace tapir::harness
