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
    std::string preset;                        ///< the file it was read from; empty: options
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

} // namespace tapir::harness
