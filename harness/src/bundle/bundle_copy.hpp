#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "bundle/bundle_snapshot.hpp"
#include "tapir/reports/archive/folder_draft.hpp"

namespace tapir::harness {

/// The files a scene is read from: what they are, and where their paths stand.
[[nodiscard]] std::vector<std::pair<const char*, std::filesystem::path*>>
input_files(SceneRequest& scene);

/// ".mtz": what tells kinds of files apart, where it is plain enough for a name in a bundle; else
/// "".
[[nodiscard]] std::string plain_extension(const std::filesystem::path& path);

/// Puts a scene into a bundle: scene.json, a preset of the same experiment bit for bit, and the
/// files it names.
/// @param limit_bytes  a larger file is linked to until `drop_links`, and only its digest stays
/// @throws InputError  something a preset cannot say, a file that cannot be read, a full disk
void copy_scene(reports::FolderDraft& draft, const SceneOptions& options, const SceneRequest& scene,
                const engine::Experiment& experiment, std::uint64_t limit_bytes,
                BundleSnapshot& snapshot);

/// Puts a file into a bundle under `name`; see above for the limit.
[[nodiscard]] KeptFile keep_file(reports::FolderDraft& draft, const std::string& role,
                                 const std::string& name, const std::filesystem::path& source,
                                 std::uint64_t limit_bytes);

/// The same of a text that is at hand.
[[nodiscard]] KeptFile keep_text(reports::FolderDraft& draft, const std::string& role,
                                 const std::string& name, const std::string& text);

/// Takes out the links that stood for large files.
void drop_links(const reports::FolderDraft& draft, const BundleSnapshot& snapshot);

} // namespace tapir::harness
