#include <map>

#include "tapir/engine/physics/absorption.hpp"
#include "tapir/engine/physics/rotation.hpp"
#include "tapir/engine/what_if.hpp"

/// Stages with their operations arranged in another way, as ports have them, made of the kernel's
/// own functions.
namespace tapir::engine {

namespace {

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
    found.push_back({"permutation", "the transposed rotation of " + from,
                     components(about_zyx(v, -angles))});
    found.push_back({"order", from + " rotated about z first and x last",
                     components(about_zyx(v, angles))});
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
        found.push_back({"index", step > 0 ? "the next layer" : "the previous layer",
                         {layer_capture_fraction<ReferenceArithmetic>(
                             layer + step, inputs.number("layer_thickness"),
                             inputs.number("attenuation"), parallax)}});
    }
}

} // namespace

std::vector<trace::Alternative>
PixelWhatIf::alternatives(const trace::RecordKey& wanted,
                          const std::vector<trace::Replacement>& replaced) const {
    const Inputs inputs(replaced);
    std::vector<trace::Alternative> found;
    if (wanted.tap == "fast_axis_after_xyz") {
        add_rotations("fast_axis_initial", inputs, found);
    } else if (wanted.tap == "slow_axis_after_xyz") {
        add_rotations("slow_axis_initial", inputs, found);
    } else if (wanted.tap == "normal_axis_after_xyz") {
        add_rotations("normal_axis_initial", inputs, found);
    } else if (wanted.tap == "capture") {
        add_layers(wanted.site.thick, inputs, found);
    } else if (wanted.tap == "origin_after_xyz") {
        add_rotations("origin_before_rotation", inputs, found);
        const std::vector<double> axis = record({"twotheta_axis", {}}, {});
        const std::vector<double> angle = record({"detector_twotheta", {}}, {});
        constexpr std::size_t three = 3;
        if (axis.size() == three && angle.size() == 1 &&
            inputs.has("origin_before_rotation", three)) {
            found.push_back({"order", "the two-theta swing before the rotations",
                             components(rotated_about_axis(inputs.vector("origin_before_rotation"),
                                                           {axis[0], axis[1], axis[2]},
                                                           angle.front()))});
        }
    }
    return found;
}

} // namespace tapir::engine
