#pragma once

#include <string>

#include "tapir/engine/scene_field.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::engine {

/// A field of a scene holds what no experiment can have. It knows where a preset states the field
/// and what the C program's options call it, so that whoever read the scene can say where.
class FieldError : public InputError {
  public:
    FieldError(const SceneField& field, std::string pointer, const InputProblem& problem)
        : InputError(problem), topic_(*field.topic == '\0' ? field.name : field.topic),
          pointer_(std::move(pointer)), problem_(problem) {}

    /// What the options call the field: "pixel size".
    [[nodiscard]] const std::string& topic() const { return topic_; }
    /// "/detector/pixel_size_mm"
    [[nodiscard]] const std::string& pointer() const { return pointer_; }
    [[nodiscard]] const InputProblem& problem() const { return problem_; }

  private:
    std::string topic_, pointer_;
    InputProblem problem_;
};

} // namespace tapir::engine
