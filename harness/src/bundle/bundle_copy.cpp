#include "bundle/bundle_copy.hpp"

#include <cctype>
#include <system_error>

#include "scene/preset_source.hpp"
#include "scene/preset_writer.hpp"
#include "scene/scene_source.hpp"
#include "tapir/reports/archive/manifest.hpp"
#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"

namespace tapir::harness {

namespace fs = std::filesystem;

namespace {

/// A path as the user gave it. A path below the shipped presets was not typed: it is told from
/// their folder on.
std::string as_given(const fs::path& path) {
    const fs::path shipped =
        path.lexically_normal().lexically_relative(configs_folder().lexically_normal());
    const bool inside = !shipped.empty() && *shipped.begin() != "..";
    return inside ? "configs/" + shipped.generic_string() : path.string();
}

} // namespace

std::string plain_extension(const fs::path& path) {
    const std::string extension = path.extension().string();
    constexpr std::size_t longest = 8;
    return extension.size() <= longest && reports::is_portable_name("x" + extension) ? extension
                                                                                     : "";
}

std::vector<std::pair<const char*, fs::path*>> input_files(SceneRequest& scene) {
    return {{"matrix", &scene.matrix_file},
            {"structure_factors", &scene.reflection_file},
            {"structure_factor_dump", &scene.dump_file},
            {"sources", &scene.source_file},
            {"mask", &scene.mask_file}};
}

KeptFile keep_file(reports::FolderDraft& draft, const std::string& role, const std::string& name,
                   const fs::path& source, std::uint64_t limit_bytes) {
    KeptFile file{.role = role,
                  .file = name,
                  .given = as_given(source),
                  .sha256 = {},
                  .recipe = {},
                  .not_made_here = {}};
    std::error_code failed;
    const bool large =
        fs::is_regular_file(source, failed) && fs::file_size(source, failed) > limit_bytes;
    const fs::path real = fs::canonical(source, failed);
    const bool named = !failed; // a pipe's copy has no name to link to
    const fs::path place = draft.path() / name;
    if (large && named) {
        fs::create_directories(place.parent_path(), failed);
        fs::create_symlink(real, place, failed);
        if (failed) {
            throw InputError({.where = draft.target().string(),
                              .problem = "cannot be written: " + failed.message(),
                              .reason = "nothing is left of it",
                              .remedy = "Give a folder on a disk with free space."});
        }
        file.kept = false;
        file.sha256 = sha256_of_file(real);
    } else {
        draft.copy(name, source);
        file.sha256 = sha256_of_file(place);
    }
    file.bytes = fs::file_size(place);
    return file;
}

KeptFile keep_text(reports::FolderDraft& draft, const std::string& role, const std::string& name,
                   const std::string& text) {
    draft.write(name, text);
    return {.role = role,
            .file = name,
            .given = {},
            .sha256 = sha256_hex(text),
            .bytes = text.size(),
            .recipe = {},
            .not_made_here = {}};
}

void copy_scene(reports::FolderDraft& draft, const SceneOptions& options, const SceneRequest& scene,
                const engine::Experiment& experiment, std::uint64_t limit_bytes,
                BundleSnapshot& snapshot) {
    SceneRequest staged = scene;
    for (const auto& [role, path] : input_files(staged)) {
        if (!path->empty()) {
            const std::string name = std::string("inputs/") + role + plain_extension(*path);
            snapshot.inputs.push_back(keep_file(draft, role, name, *path, limit_bytes));
            *path = draft.path() / name;
        }
    }
    const std::string text =
        preset_text(staged, {"bundle", "The scene of this bundle: " + options.description() + "."},
                    draft.path());
    draft.write(scene_name, text);
    // the promise is checked before it is given: the same experiment, to the last bit
    SceneRequest again = scene_from_preset_text(text, draft.path() / scene_name);
    again.experiment.quirks = scene.experiment.quirks;
    if (load_experiment(again).digest != experiment.digest) {
        throw InternalError("the scene of the bundle is not the same experiment");
    }
    snapshot.scene_given = options.description();
    snapshot.scene = scene_in_bundle(options);
}

void drop_links(const reports::FolderDraft& draft, const BundleSnapshot& snapshot) {
    for (const KeptFile* file : snapshot.files()) {
        if (!file->kept) {
            fs::remove(draft.path() / file->file);
        }
    }
    std::error_code holds_something;
    fs::remove(draft.path() / "inputs", holds_something);
}

} // namespace tapir::harness
