#pragma once

#include "nanobragg/scene_request.hpp"
#include "tapir/engine/scene_field.hpp"

namespace tapir::harness {

/// The member of a request that names a file of the scene; the column is no file.
[[nodiscard]] inline std::filesystem::path& file_of(SceneRequest& request,
                                                    engine::SceneFile which) {
    switch (which) {
    case engine::SceneFile::sources:
        return request.source_file;
    case engine::SceneFile::mask:
        return request.mask_file;
    case engine::SceneFile::matrix:
        return request.matrix_file;
    case engine::SceneFile::dump:
        return request.dump_file;
    case engine::SceneFile::reflections:
    case engine::SceneFile::column:
        break;
    }
    return request.reflection_file;
}

} // namespace tapir::harness
