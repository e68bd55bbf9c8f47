#include "run/alternatives.hpp"

#include <cmath>
#include <map>

#include "tapir/engine/kernel_oracle.hpp"
#include "tapir/engine/physics/absorption.hpp"
#include "tapir/engine/physics/rotation.hpp"
#include "tapir/engine/random/mosaic.hpp"
#include "tapir/engine/setup/detector_setup.hpp"
#include "tapir/engine/tap_policies.hpp"

/// Stages with their operations arranged in another way, as ports have them, made of the kernel's
/// own functions.
namespace tapir::engine {

namespace {

using trace::CauseClass;

using Vector = Vec3<double>;

/// The inputs of a stage by tap.
class Inputs {
  public:
    explicit Inputs(const std::vector<trace::Replacement>& inputs) {
        for (const trace::Replacement& input : inputs) {
            values_[input.record.tap] = input.values;
        }
    }
    [[nodiscard]] bool has(const std::string& tap, std::size_t count) const {
        const auto found = values_.find(tap);
        return found != values_.end() && found->second.size() == count;
    }
    [[nodiscard]] Vector vector(const std::string& tap) const {
        const std::vector<double>& v = values_.at(tap);
        return {v[0], v[1], v[2]};
    }
    [[nodiscard]] double number(const std::string& tap) const { return values_.at(tap).front(); }

  private:
    std::map<std::string, std::vector<double>> values_;
};

std::vector<double> components(const Vector& v) {
    return {v.x, v.y, v.z};
}

Vector about_zyx(Vector v, const Vector& angles_rad) {
    v = rotated_about_xyz(v, {0, 0, angles_rad.z});
    v = rotated_about_xyz(v, {0, angles_rad.y, 0});
    return rotated_about_xyz(v, {angles_rad.x, 0, 0});
}

/// What rotates about x, y and z.
void add_rotations(const std::string& from, const Inputs& inputs,
                   std::vector<trace::Alternative>& found) {
    constexpr std::size_t three = 3;
    if (!inputs.has(from, three) || !inputs.has("detector_rotation", three)) {
        return;
    }
    const Vector v = inputs.vector(from);
    const Vector angles = inputs.vector("detector_rotation");
    found.push_back({CauseClass::permutation, "the transposed rotation of " + from,
                     components(about_zyx(v, -angles))});
    found.push_back({CauseClass::order, from + " rotated about z first and x last",
                     components(about_zyx(v, angles))});
}

/// The detector's axes as the user gave them, their lengths as they are; the normal may be made
/// from the other two, as the set-up makes it where the given one is not of length 1.
setup::DetectorAxes<double> axes_as_given(const ExperimentRequest& input) {
    return {input.fast_axis, input.slow_axis, input.normal_axis};
}

/// What comes of a detector whose axes nobody normalised, or whose two distances are exchanged.
void add_detectors(const std::string& tap, const Experiment& experiment,
                   const KernelOracle& what_if, std::vector<trace::Alternative>& found) {
    const ExperimentRequest& input = experiment.input;
    const auto number = [&what_if](const char* key) {
        const std::vector<double> values = what_if.record({key, {}}, {});
        return values.empty() ? 0 : values.front();
    };
    const Vector angles = input.detector_rotation_rad;
    const double swing = input.detector_twotheta_rad;
    const double close = number("nominal_close_distance");
    const double distance = number("distance");
    const Vector beam = input.beam_direction;
    NullTap nothing;
    const bool about_sample = input.pivot == Pivot::sample && !input.origin_given;
    const setup::DetectorAxes<double> given = axes_as_given(input);
    const auto unit = setup::initial_axes<double>(input, nothing);
    const auto origin = [&](const setup::DetectorAxes<double>& axes, double how_far) {
        if (about_sample) {
            return setup::origin_about_sample<double>(experiment, axes, how_far, angles,
                                                      input.twotheta_axis, swing, nothing);
        }
        const auto turned =
            setup::rotated_axes<double>(axes, angles, input.twotheta_axis, swing, nothing);
        return setup::origin_about_beam<double>(experiment, turned, how_far, beam, nothing);
    };
    const double own = about_sample ? close : distance;
    const double other = about_sample ? distance : close;
    const std::string lengths = "the detector's axes as given, not normalised";
    const std::string distances = about_sample ? "distance in the place of close distance"
                                               : "close distance in the place of distance";
    if (tap == "detector_origin" || tap == "origin_after_xyz") {
        found.push_back({CauseClass::normalisation, lengths, components(origin(given, own))});
        const double along =
            std::fabs(input.distance_m * dot(beam, rotated_about_xyz(given.normal, angles)));
        found.push_back({CauseClass::normalisation,
                         "the detector's axes and the beam as given, not normalised",
                         components(origin(given, about_sample ? along : distance))});
        found.push_back({CauseClass::formula, distances, components(origin(unit, other))});
        found.push_back({CauseClass::normalisation, lengths + ", and " + distances,
                         components(origin(given, other))});
    }
}

/// The sum that belongs to the other pivot, beside the terms of this one.
void add_beam_sum(const Inputs& inputs, std::vector<trace::Alternative>& found) {
    constexpr std::size_t three = 3;
    if (inputs.has("origin_term_fast", three) && inputs.has("origin_term_slow", three) &&
        inputs.has("distance", 1) && inputs.has("incident", three)) {
        found.push_back(
            {CauseClass::formula,
             "the sum of pivot BEAM: its last term is distance times the beam direction, not the "
             "printed one along the normal (pivot SAMPLE)",
             components(inputs.vector("origin_term_fast") + inputs.vector("origin_term_slow") +
                        inputs.number("distance") * inputs.vector("incident"))});
    }
}

/// The distance of the plane along a normal that nobody normalised.
void add_normal(const ExperimentRequest& input, const Inputs& inputs,
                std::vector<trace::Alternative>& found) {
    constexpr std::size_t three = 3;
    if (!inputs.has("detector_origin", three)) {
        return;
    }
    NullTap nothing;
    const auto axes =
        setup::rotated_axes<double>(axes_as_given(input), input.detector_rotation_rad,
                                    input.twotheta_axis, input.detector_twotheta_rad, nothing);
    found.push_back({CauseClass::normalisation,
                     "the detector's axes as given, not normalised",
                     {dot(inputs.vector("detector_origin"), axes.normal)}});
}

/// The missetting rotations about z first and x last: the cell of the angles that say the same in
/// the program's order.
void add_misset_order(const trace::RecordKey& wanted, const KernelOracle& what_if,
                      const std::vector<trace::Replacement>& replaced,
                      std::vector<trace::Alternative>& found) {
    const std::vector<double> misset = what_if.record({"misset", {}}, replaced);
    constexpr std::size_t three = 3;
    if (misset.size() != three) {
        return;
    }
    const Vector angles{misset[0], misset[1], misset[2]};
    const Vector x = about_zyx({1, 0, 0}, angles);
    const Vector y = about_zyx({0, 1, 0}, angles);
    const Vector z = about_zyx({0, 0, 1}, angles);
    const Vector same =
        angles_of_rotation(Mat3<double>{x.x, y.x, z.x, x.y, y.y, z.y, x.z, y.z, z.z});
    std::vector<trace::Replacement> inputs{{{"misset", {}}, components(same)}};
    for (const trace::Replacement& input : replaced) {
        if (input.record.tap != "misset" && input.record.tap != "cell_unrotated") {
            inputs.push_back(input);
        }
    }
    found.push_back({CauseClass::order, "the missetting rotations about z first and x last",
                     what_if.record(wanted, inputs)});
}

/// The absorbed fraction of a neighbouring layer along the same ray.
void add_layers(int layer, const Inputs& inputs, std::vector<trace::Alternative>& found) {
    constexpr std::size_t three = 3;
    if (!inputs.has("layer_thickness", 1) || !inputs.has("attenuation", 1) ||
        !inputs.has("diffracted", three) || !inputs.has("normal_axis", three)) {
        return;
    }
    const double parallax = dot(inputs.vector("diffracted"), inputs.vector("normal_axis"));
    for (const int step : {1, -1}) {
        found.push_back({CauseClass::index,
                         step > 0 ? "the next layer" : "the previous layer",
                         {layer_capture_fraction<ReferenceArithmetic>(
                             layer + step, inputs.number("layer_thickness"),
                             inputs.number("attenuation"), parallax)}});
    }
}

} // namespace

std::vector<trace::Alternative> alternatives_of(const KernelOracle& oracle,
                                                const Experiment& experiment,
                                                const trace::RecordKey& wanted,
                                                const std::vector<trace::Replacement>& replaced) {
    const Inputs inputs(replaced);
    std::vector<trace::Alternative> found;
    if (wanted.tap == "fast_axis_after_xyz") {
        add_rotations("fast_axis_initial", inputs, found);
    } else if (wanted.tap == "slow_axis_after_xyz") {
        add_rotations("slow_axis_initial", inputs, found);
    } else if (wanted.tap == "normal_axis_after_xyz") {
        add_rotations("normal_axis_initial", inputs, found);
    } else if (wanted.tap == "origin_before_rotation") {
        add_beam_sum(inputs, found);
    } else if (wanted.tap == "close_distance") {
        add_normal(experiment.input, inputs, found);
    } else if (wanted.tap == "detector_origin") {
        add_detectors(wanted.tap, experiment, oracle, found);
    } else if (wanted.tap == "a_star" || wanted.tap == "b_star" || wanted.tap == "c_star" ||
               wanted.tap == "cell_phi") {
        add_misset_order(wanted, oracle, replaced, found);
    } else if (wanted.tap == "capture") {
        add_layers(wanted.site[loops::thick], inputs, found);
    } else if (wanted.tap == "origin_after_xyz") {
        add_rotations("origin_before_rotation", inputs, found);
        const std::vector<double> axis = oracle.record({"twotheta_axis", {}}, {});
        const std::vector<double> angle = oracle.record({"detector_twotheta", {}}, {});
        constexpr std::size_t three = 3;
        if (axis.size() == three && angle.size() == 1 &&
            inputs.has("origin_before_rotation", three)) {
            found.push_back(
                {CauseClass::order, "the two-theta swing before the rotations",
                 components(rotated_about_axis(inputs.vector("origin_before_rotation"),
                                               {axis[0], axis[1], axis[2]}, angle.front()))});
        }
    }
    return found;
}

} // namespace tapir::engine
