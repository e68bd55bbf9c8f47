#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tapir/trace/model/formula.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// A loop as a model file names it.
struct ModelLoop {
    enum class Role : std::uint8_t { none, row, column };
    std::string name;
    Role role = Role::none;
    /// How many passes it has: a whole number, or the key of a constant or of a set-up tap. "": not
    /// said, and a sum takes the passes that the traces show.
    std::string passes{};
};

/// A number that a formula may name.
struct ModelConstant {
    std::string key;
    double value = 0;
    std::string unit = "1", meaning{};
};

/// A tap as a model file declares it.
struct ModelTap {
    std::string key, unit = "1", meaning{};
    int width = 1;
    std::vector<std::string> loops{}; ///< names
    ValueKind kind = ValueKind::real;
    bool display_only = false;
};

/// What a tap is computed by: a formula, or only what feeds it.
struct ModelStage {
    std::string tap, formula{};
    std::vector<std::string> feeds{}; ///< "flux", "T[step-1]"; where there is no formula
};

/// How a program prints a tap.
struct PrintedName {
    /// Where the name holds: "any", a dialect ("native", "c", "py"), or a side ("reference",
    /// "candidate").
    std::string in = "any";
    std::string kind, key, label; ///< as printed; "" for kind and label: any
    int occurrence = -1;          ///< a key printed twice: which printing this is; -1 any
    std::string tap;
    int component = 0;            ///< of the tap, that the first printed value shows
    std::string unit;             ///< as printed; "": the one the trace states, else the tap's
    std::optional<double> factor; ///< tap value = printed value * factor, instead of a unit
    std::vector<std::string> only_first; ///< loops of which only the first pass is printed
    std::string along;                   ///< the values of one line run along this loop
    std::string note;                    ///< why the printed name misleads
};

/// What a model file says, as it stands there.
struct ModelText {
    std::string purpose;
    std::vector<ModelLoop> loops; ///< outermost first
    std::vector<ModelConstant> constants;
    std::vector<ModelTap> taps;
    std::vector<PrintedName> printed;
    std::vector<ModelStage> stages;
};

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
