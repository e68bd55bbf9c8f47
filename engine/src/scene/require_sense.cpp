#include "scene/require_sense.hpp"

#include <cmath>

#include "scene/require_value.hpp"
#include "tapir/engine/field_error.hpp"
#include "tapir/engine/scene_fields.hpp"

namespace tapir::engine {

namespace {

bool is_allowed(Allowed allowed, double value) {
    switch (allowed) {
    case Allowed::anything:
        return true;
    case Allowed::number:
        return !std::isnan(value);
    case Allowed::finite:
    case Allowed::direction:
        return std::isfinite(value);
    case Allowed::not_negative:
        return std::isfinite(value) && value >= 0;
    case Allowed::above_0_or_not_given:
        return std::isnan(value) || (std::isfinite(value) && value > 0);
    case Allowed::within_1:
        return std::fabs(value) <= 1;
    }
    return false;
}

/// Holds every number of a request against what its field allows.
class SenseCheck final : public SceneVisitor {
  public:
    void number(const SceneField& field, double& value) override { require(field, value); }
    void triple(const SceneField& field, std::array<double, 3>& values) override {
        for (const double value : values) {
            require(field, value);
        }
        const double length = magnitude(Vec3<double>{values[0], values[1], values[2]});
        if (field.allowed == Allowed::direction && !(length > 0)) {
            refuse(field, 0);
        }
    }

  private:
    void require(const SceneField& field, double value) const {
        if (!is_allowed(field.allowed, value)) {
            refuse(field, value);
        }
    }
    [[noreturn]] void refuse(const SceneField& field, double value) const {
        throw FieldError(field, pointer(field),
                         {.where = field.name,
                          .problem = "cannot be " + units::written(*field.unit, value),
                          .reason = field.reason,
                          .remedy = field.remedy});
    }
};

} // namespace

void require_sense(const ExperimentRequest& input) {
    ExperimentRequest request = input;
    SenseCheck check;
    visit_scene(check, request);
    require_value(input.shape_fudge >= 0 || input.shape == LatticeShape::square, "spot shape fudge",
                  input.shape_fudge, "it scales a squared width", "Give a factor of at least 0.");
    require_value(magnitude(cross(input.fast_axis, input.slow_axis)) > 0,
                  "cross product of the fast and slow axis", 0, "a direction needs a length",
                  "Give a vector that is not zero.");
}

} // namespace tapir::engine
