#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tapir/trace/model/formula.hpp"
#include "tapir/trace/model/model_text.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// A program as data: loops, taps, printed names and stages, checked and bound to each other.
class Model {
  public:
    /// @param file  name of the model file, for messages
    /// @throws InputError  with a JSON pointer: a name that is not declared, or twice; a formula
    /// that
    ///                     cannot be read, or whose width is not its tap's; a unit that does not
    ///                     convert
    Model(ModelText text, const std::string& file);
    ~Model();
    Model(const Model&) = delete; // the program model points into it
    Model& operator=(const Model&) = delete;
    Model(Model&&) = delete;
    Model& operator=(Model&&) = delete;

    [[nodiscard]] const ModelText& text() const { return text_; }
    /// The same for comparison: taps of native records under their own keys.
    [[nodiscard]] const ProgramModel& program() const;

    /// Number of a tap; -1 when there is none of that key.
    [[nodiscard]] int find_tap(std::string_view key) const;
    [[nodiscard]] const TapSpec& tap(int number) const;
    [[nodiscard]] int taps() const { return static_cast<int>(text_.taps.size()); }
    /// Its formula with all names bound; null where it has none.
    [[nodiscard]] const Formula* formula(int tap) const;
    /// What feeds a tap that has no formula: names of taps with their places.
    [[nodiscard]] const std::vector<Formula>& feeds(int tap) const;
    /// How many passes a loop has by a number or constant; nothing when a tap says it, or nobody.
    [[nodiscard]] std::optional<int> passes(std::size_t loop) const;
    /// The tap that says how many passes a loop has; -1 when none does.
    [[nodiscard]] int passes_tap(std::size_t loop) const;

  private:
    struct Bound;
    ModelText text_;
    std::unique_ptr<Bound> bound_;
};

} // namespace tapir::trace
