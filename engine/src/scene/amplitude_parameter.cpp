#include "scene/amplitude_parameter.hpp"

#include <algorithm>
#include <regex>

#include "scene/parameter_table.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::engine {

namespace {

/// The Miller indices in "F_1_-2_0".
std::optional<Vec3<double>> indices_in(const std::string& name) {
    static const std::regex form("F_(-?[0-9]{1,6})_(-?[0-9]{1,6})_(-?[0-9]{1,6})");
    std::smatch found;
    if (!std::regex_match(name, found, form)) {
        return std::nullopt;
    }
    const auto index = [&found](std::size_t i) {
        return static_cast<double>(std::stoi(found[i].str()));
    };
    return Vec3<double>{index(1), index(2), index(3)};
}

bool within(const IndexBox& box, const Vec3<double>& index) {
    return index.x >= box.h_min && index.x <= box.h_max && index.y >= box.k_min &&
           index.y <= box.k_max && index.z >= box.l_min && index.z <= box.l_max;
}

} // namespace

std::optional<Parameter> amplitude_parameter(const Experiment& experiment,
                                             const std::string& name) {
    const auto index = indices_in(name);
    if (!index) {
        return std::nullopt;
    }
    const StructureFactors& factors = *experiment.structure_factors;
    if (!factors.was_read() || !within(factors.box, *index)) {
        throw InputError(
            {.where = "parameter \"" + name + "\"",
             .problem = "is a reflection beyond the table of amplitudes",
             .reason = "all those have the default amplitude",
             .remedy = std::string("Give one that was read, or ") + default_amplitude + "."});
    }
    return Parameter{name, "electrons", factors.table().at(*index), 1, ""};
}

std::vector<double> amplitude_slopes(const Experiment& experiment, const std::string& name) {
    const StructureFactors& factors = *experiment.structure_factors;
    const std::vector<double>& amplitudes = factors.amplitude_electrons;
    if (name == amplitude_scale) {
        return amplitudes;
    }
    if (name == default_amplitude) {
        std::vector<double> slopes(amplitudes.size());
        std::transform(amplitudes.begin(), amplitudes.end(), slopes.begin(),
                       [&factors](double f) { return f == factors.default_electrons ? 1 : 0; });
        return slopes;
    }
    const auto index = indices_in(name);
    if (!index) {
        return {};
    }
    std::vector<double> slopes(amplitudes.size());
    slopes[static_cast<std::size_t>(factors.table().place_of(*index))] = 1;
    return slopes;
}

} // namespace tapir::engine
