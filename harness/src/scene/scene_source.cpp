#include "scene/scene_source.hpp"

#include <spdlog/spdlog.h>

#include <filesystem>

#include "tapir/engine/field_error.hpp"
#include "tapir/engine/files/dump_file.hpp"
#include "tapir/engine/files/smv_image.hpp"
#include "tapir/engine/files/tables.hpp"
#include "tapir/engine/input_files.hpp"
#include "tapir/engine/resolve.hpp"
#include "tapir/reports/text/printable.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace {

engine::StructureFactors read_structure_factors(const SceneRequest& request) {
    const double fallback = request.experiment.default_structure_factor_electrons;
    if (!request.reflection_file.empty()) {
        return engine::read_reflections(request.reflection_file, request.reflection_column,
                                        fallback);
    }
    return request.dump_file.empty() ? engine::uniform_structure_factors(fallback)
                                     : engine::read_dump_file(request.dump_file, fallback);
}

/// Resolves, and names in an error the place where the user gave the value.
engine::Experiment resolve_as_given(const SceneRequest& request,
                                    std::shared_ptr<const engine::StructureFactors> factors) {
    try {
        return engine::resolve(request.experiment, std::move(factors));
    } catch (const engine::FieldError& error) {
        InputProblem problem = error.problem();
        const auto cause = request.causes.find(error.topic());
        if (cause != request.causes.end()) {
            problem.where = cause->second + " (" + problem.where + ")";
        } else if (!request.preset.empty()) {
            problem.where = request.preset + " " + error.pointer();
        }
        throw InputError(problem);
    }
}

} // namespace

engine::Experiment load_experiment(SceneRequest request) {
    engine::ExperimentRequest& experiment = request.experiment;
    for (const std::filesystem::path& file :
         {request.matrix_file, request.reflection_file, request.dump_file, request.source_file,
          request.mask_file, request.stol_file}) {
        if (!file.empty()) {
            spdlog::info("reading {}", reports::printable(file.string()));
        }
    }
    if (!request.matrix_file.empty()) {
        experiment.a_matrix = engine::read_a_matrix(request.matrix_file);
        experiment.matrix_given = true;
    }
    if (!request.source_file.empty()) {
        experiment.sources = engine::read_source_table(request.source_file);
    }
    if (!request.mask_file.empty() && experiment.mask == nullptr) {
        experiment.mask = engine::read_smv(request.mask_file).pixels;
    }
    if (!request.stol_file.empty()) {
        engine::check_stol_table(request.stol_file);
    }
    auto factors = std::make_shared<engine::StructureFactors>(read_structure_factors(request));
    spdlog::debug("structure factors: {} of {}", factors->reflections,
                  factors->source.empty() ? "no list" : reports::printable(factors->source));
    engine::Experiment resolved = resolve_as_given(request, std::move(factors));
    resolved.notices.insert(resolved.notices.begin(), request.notices.begin(),
                            request.notices.end());
    return resolved;
}

} // namespace tapir::harness
