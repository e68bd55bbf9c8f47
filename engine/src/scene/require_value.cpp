#include "scene/require_value.hpp"

#include <optional>

#include "tapir/engine/field_error.hpp"
#include "tapir/engine/scene_fields.hpp"

namespace tapir::engine {

namespace {

/// Looks for a field by its name.
class FieldOfName final : public SceneVisitor {
  public:
    explicit FieldOfName(const std::string& name) : name_(name) {}

    void number(const SceneField& field, double& /*value*/) override { look(field); }
    void integer(const SceneField& field, long& /*value*/) override { look(field); }
    void triple(const SceneField& field, std::array<double, 3>& /*values*/) override {
        look(field);
    }

    std::optional<SceneField> found;
    std::string found_at;

  private:
    void look(const SceneField& field) {
        const std::string name = field.name;
        const bool component = name_.size() == name.size() + 2 && name_.rfind(name + " ", 0) == 0;
        if (!found && (name == name_ || component)) {
            found = field;
            found_at = pointer(field);
        }
    }

    std::string name_;
};

} // namespace

void require_value(bool good, const std::string& field, double value, const char* reason,
                   const char* remedy) {
    if (good) {
        return;
    }
    FieldOfName look(field);
    ExperimentRequest any;
    visit_scene(look, any);
    const units::WrittenUnit& unit = look.found ? *look.found->unit : units::pure;
    const InputProblem problem{.where = field,
                               .problem = "cannot be " + units::written(unit, value),
                               .reason = reason,
                               .remedy = remedy};
    if (look.found) {
        throw FieldError(*look.found, look.found_at, problem);
    }
    throw InputError(problem);
}

} // namespace tapir::engine
