#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tapir/engine/units.hpp"

/// What is declared of a field of a scene, and who meets them. The list is in scene_fields.hpp.
namespace tapir::engine {

/// Which numbers a field may hold, as far as it can be said without looking at other fields.
enum class Allowed : std::uint8_t {
    anything,             ///< a check of several fields looks at it
    number,               ///< not NaN
    finite,               ///< neither NaN nor infinite
    not_negative,         ///< finite and at least 0
    above_0_or_not_given, ///< NaN, or finite and above 0
    within_1,             ///< -1 to 1
    direction             ///< of three numbers: finite and not all 0
};

/// How a field enters the digest.
enum class Digested : std::uint8_t {
    at_its_place,   ///< always, at a place that never changes: archived bundles name the digest
    where_chosen,   ///< with its key, where it is not at its default: what was added later
    through_others, ///< fields that `resolve` makes of it stand for it
    not_at_all      ///< it decides what is made of the photons, not their number
};

/// Whether a preset must state a field.
enum class Need : std::uint8_t { optional, required };

/// The least whole number a preset may hold.
inline constexpr long any_integer = -2147483647L;

/// What is declared of a field, once.
struct SceneField {
    const char* key;  ///< in its section of a preset; ends in its unit
    const char* name; ///< in errors
    const units::WrittenUnit* unit = &units::pure;
    Digested digested = Digested::at_its_place;
    int place = 0; ///< in the digest's text
    Allowed allowed = Allowed::finite;
    const char* reason = "every stage after it would be no number";
    const char* remedy = "Give a finite number.";
    Need need = Need::optional;
    long least = any_integer; ///< of whole numbers
    const char* topic = "";   ///< what the C program's options call it, where that is not `name`
};

/// Files and tables that a scene is made of besides its fields.
enum class SceneFile : std::uint8_t { sources, mask, matrix, reflections, column, dump };

/// Words and what they stand for.
using FieldWords = std::vector<std::pair<const char*, int>>;

/// Meets the fields of a scene in the order of a preset. A visitor overrides what it looks at.
class SceneVisitor {
  public:
    using Fields = std::function<void(SceneVisitor&)>;

    SceneVisitor() = default;
    virtual ~SceneVisitor() = default;
    SceneVisitor(const SceneVisitor&) = delete;
    SceneVisitor& operator=(const SceneVisitor&) = delete;
    SceneVisitor(SceneVisitor&&) = delete;
    SceneVisitor& operator=(SceneVisitor&&) = delete;

    /// An object of a preset; the default visits its fields.
    virtual void section(const char* key, Need /*need*/, const Fields& fields) {
        const std::string outer = pointer_;
        pointer_ += std::string("/") + key;
        fields(*this);
        pointer_ = outer;
    }
    virtual void number(const SceneField& /*field*/, double& /*value*/) {}
    virtual void integer(const SceneField& /*field*/, long& /*value*/) {}
    virtual void flag(const SceneField& /*field*/, bool& /*value*/) {}
    virtual void triple(const SceneField& /*field*/, std::array<double, 3>& /*values*/) {}
    virtual void choice(const SceneField& /*field*/, int& /*value*/, const FieldWords& /*words*/) {}
    /// Whether the field of this key, which is visited next, was given.
    virtual void given(const SceneField& /*field*/, bool& /*value*/) {}
    virtual void file(const SceneField& /*field*/, SceneFile /*which*/) {}

  protected:
    /// The JSON pointer of a field in the section that is being visited.
    [[nodiscard]] std::string pointer(const SceneField& field) const {
        return pointer_ + "/" + field.key;
    }

  private:
    std::string pointer_;
};

} // namespace tapir::engine
