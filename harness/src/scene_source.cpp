#include "scene_source.hpp"

#include "tapir/engine/input_files.hpp"

namespace tapir::harness {

engine::Experiment load_experiment(SceneRequest request) {
    engine::ExperimentRequest& experiment = request.experiment;
    if (!request.matrix_file.empty()) {
        experiment.a_matrix = engine::read_a_matrix(request.matrix_file);
        experiment.matrix_given = true;
    }
    const double fallback = experiment.default_structure_factor_electrons;
    auto factors = std::make_shared<engine::StructureFactors>(
        request.reflection_file.empty()
            ? engine::uniform_structure_factors(fallback)
            : engine::read_reflection_list(request.reflection_file, fallback));
    engine::Experiment resolved = engine::resolve(experiment, std::move(factors));
    resolved.notices.insert(resolved.notices.begin(), request.notices.begin(),
                            request.notices.end());
    return resolved;
}

} // namespace tapir::harness
