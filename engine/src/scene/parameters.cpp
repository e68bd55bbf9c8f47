#include "tapir/engine/parameters.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "scene/amplitude_parameter.hpp"
#include "scene/matrix_cell.hpp"
#include "scene/parameter_table.hpp"
#include "tapir/engine/scene_fields.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::engine {

namespace {

/// The unit of every number of a preset, by its pointer, and what its whole numbers are called.
class DeclaredFields final : public SceneVisitor {
  public:
    std::map<std::string, const units::WrittenUnit*> units;
    std::set<std::string> whole; ///< keys of whole numbers, flags and words

    explicit DeclaredFields(ExperimentRequest request) { visit_scene(*this, request); }

    void number(const SceneField& field, double& /*value*/) override { note(field); }
    void triple(const SceneField& field, std::array<double, 3>& /*values*/) override {
        note(field);
    }
    void integer(const SceneField& field, long& /*value*/) override { whole.insert(field.key); }
    void flag(const SceneField& field, bool& /*value*/) override { whole.insert(field.key); }
    void choice(const SceneField& field, int& /*value*/, const FieldWords& /*words*/) override {
        whole.insert(field.key);
    }

  private:
    void note(const SceneField& field) { units[pointer(field)] = field.unit; }
};

/// Why a scene has no derivative by a field; "": it has.
std::string refusal(const Experiment& experiment, const std::string& name) {
    const ExperimentRequest& input = experiment.input;
    const auto begins = [&name](const char* words) { return name.rfind(words, 0) == 0; };
    const auto parallel = [](const SampledRange& sampled) {
        return sampled.range > 0 ? "" : "the beam has none, and a range of 0 is one source";
    };
    if (begins("misset_")) {
        return input.misset_random ? "the orientation is drawn at random" : "";
    }
    if (begins("sensor_")) {
        return input.sensor_thickness_m > 0 ? "" : "there is no sensor: its thickness is 0";
    }
    if (begins("detector_origin_")) {
        return input.origin_given ? ""
                                  : "it is not given: it follows from beam centre and distance";
    }
    if (name == "dispersion") {
        return parallel(input.dispersion);
    }
    if (name == "divergence_horizontal") {
        return parallel(input.divergence_horizontal);
    }
    if (name == "divergence_vertical") {
        return parallel(input.divergence_vertical);
    }
    if (name == "water_size") {
        return input.water_size_m != 0 ? "" : "there is no water";
    }
    if (name == "mosaic_spread") {
        return input.mosaic_spread_rad > 0 ? "" : "there is none, and a spread of 0 is one domain";
    }
    if (name == "distance") {
        return std::isnan(input.close_distance_m) ? "" : "it follows from the close distance given";
    }
    if (name == "close_distance") {
        return std::isnan(input.close_distance_m) ? "it is not given: it follows from the distance"
                                                  : "";
    }
    if (name == "origin_x") {
        return std::isnan(input.origin_x_pixels) ? "it is not given" : "";
    }
    if (name == "origin_y") {
        return std::isnan(input.origin_y_pixels) ? "it is not given" : "";
    }
    return "";
}

Parameter described(const Experiment& experiment, const ParameterField& field,
                    const DeclaredFields& fields) {
    const units::WrittenUnit& unit = *fields.units.at(field.pointer);
    const auto of_matrix = matrix_cell_component(experiment.input, field.name);
    const double number =
        of_matrix ? cell_of_matrix(experiment.input)[*of_matrix] : field.number(experiment.input);
    const double in_engine = unit.to_engine(1); // every unit here is a multiple
    return {field.name, unit.name, units::written_in(unit, number).value_or(number / in_engine),
            in_engine, refusal(experiment, field.name)};
}

std::string all_names(const std::vector<Parameter>& parameters) {
    std::string names;
    for (const Parameter& parameter : parameters) {
        names += (names.empty() ? "" : ", ") + parameter.name;
    }
    return names;
}

} // namespace

std::vector<Parameter> parameters_of(const Experiment& experiment) {
    const DeclaredFields fields(experiment.input);
    std::vector<Parameter> parameters;
    for (const ParameterField& field : parameter_table()) {
        parameters.push_back(described(experiment, field, fields));
    }
    parameters.push_back({amplitude_scale, "", 1, 1, ""});
    return parameters;
}

Parameter parameter_named(const Experiment& experiment, const std::string& name) {
    const std::vector<Parameter> parameters = parameters_of(experiment);
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&name](const auto& known) { return known.name == name; });
    if (found != parameters.end()) {
        return *found;
    }
    if (const auto amplitude = amplitude_parameter(experiment, name)) {
        return *amplitude;
    }
    const bool whole = DeclaredFields(experiment.input).whole.count(name) > 0;
    throw InputError(
        {.where = "parameter \"" + name + "\"",
         .problem = whole ? "has no derivative" : "is not one of this program's",
         .reason = whole ? "it does not vary continuously" : "it would name a number of the scene",
         .remedy = "Give one of: " + all_names(parameters) +
                   ", or F_H_K_L for the amplitude of one reflection."});
}

} // namespace tapir::engine
