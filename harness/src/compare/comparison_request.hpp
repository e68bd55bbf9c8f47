#pragma once

#include <string>
#include <vector>

#include "compare/asked_besides.hpp"
#include "scene/scene_options.hpp"
#include "tapir/reports/verdict/verdict.hpp"
#include "tapir/trace/align/pair.hpp"

namespace tapir::harness {

/// A comparison as it was asked for: all that its verdict depends on besides the files it names.
struct ComparisonRequest {
    std::string reference, candidate; ///< as given: the verdict names them so
    SceneOptions scene;
    trace::Tolerance tolerance;      ///< of traces
    double rtol = 1e-6;              ///< of images
    std::vector<std::string> images; ///< that the programs wrote which were traced; or none
    std::string model{}; ///< file of the model of another program; "": this program's own tables
    /// Files of what the reference prints when it is run again; used where texts are compared.
    std::vector<std::string> repetitions{};
    Besides besides{}; ///< what is said besides the verdict

    /// Makes pipes among its files ones that can be read again; does nothing the second time.
    /// @throws InputError  see spooled_input.hpp
    void spool();

    [[nodiscard]] reports::Subject subject() const {
        return {reference, candidate, scene.description()};
    }
};

} // namespace tapir::harness
