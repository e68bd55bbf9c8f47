#include "tapir/trace/model/formula_units.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/model/formula_text.hpp"
#include "tapir/trace/model/units.hpp"

namespace tapir::trace {

namespace {

using Kind = Formula::Kind;

constexpr int shown_digits = 6;

/// A part of a formula whose units do not go together.
struct Mismatch {
    std::string problem;
};

bool same_size(const Unit& a, const Unit& b) {
    constexpr double close = 1e-9;
    return std::fabs(a.scale / b.scale - 1) < close;
}

std::string text_of(const Unit& unit) {
    return (same_size(unit, Unit{}) ? "" : general(unit.scale, shown_digits) + " times ") +
           unit.dimension_text();
}

/// The unit of a formula. Nothing: one of its units is not known, or a 0 that goes with any.
class UnitFinder {
  public:
    explicit UnitFinder(const Model& model) : model_(&model) {}

    std::optional<Unit> unit(const Formula& formula) {
        switch (formula.kind) {
        case Kind::number:
            return of_number(formula);
        case Kind::index:
            return Unit{};
        case Kind::tap:
            return without_offset(parse_unit(model_->tap(formula.bound).unit));
        case Kind::component:
        case Kind::negate:
        case Kind::sum:
            return unit(formula.parts[0]);
        case Kind::vector:
            return common(formula, 0);
        case Kind::choice:
            static_cast<void>(of_condition(formula.parts[0]));
            return common(formula, 1);
        case Kind::add:
        case Kind::subtract:
            return common(formula, 0);
        case Kind::multiply:
        case Kind::divide:
            return product(formula);
        case Kind::power:
            return raised(formula);
        case Kind::call:
            return of_call(formula);
        default:
            return of_condition(formula);
        }
    }

  private:
    static std::optional<Unit> without_offset(std::optional<Unit> unit) {
        if (unit) {
            unit->offset = 0;
        }
        return unit;
    }

    [[nodiscard]] std::optional<Unit> of_number(const Formula& formula) const {
        for (const ModelConstant& constant : model_->text().constants) {
            if (constant.key == formula.name) {
                return without_offset(parse_unit(constant.unit));
            }
        }
        return formula.number == 0 ? std::nullopt : std::optional(Unit{});
    }

    std::optional<Unit> of_condition(const Formula& formula) {
        if (formula.kind == Kind::both || formula.kind == Kind::either ||
            formula.kind == Kind::no) {
            for (const Formula& part : formula.parts) {
                static_cast<void>(of_condition(part));
            }
        } else {
            static_cast<void>(common(formula, 0));
        }
        return Unit{};
    }

    /// Of parts that must be of one unit.
    std::optional<Unit> common(const Formula& formula, std::size_t from) {
        std::optional<Unit> result;
        const Formula* first = nullptr;
        bool any_unknown = false;
        for (std::size_t i = from; i < formula.parts.size(); ++i) {
            const std::optional<Unit> here = unit(formula.parts[i]);
            const bool is_zero =
                formula.parts[i].kind == Kind::number && formula.parts[i].number == 0;
            any_unknown = any_unknown || (!here && !is_zero);
            if (here && result && (!here->same_dimension(*result) || !same_size(*here, *result))) {
                throw Mismatch{"'" + to_text(*first) + "' is in " + text_of(*result) + " and '" +
                               to_text(formula.parts[i]) + "' in " + text_of(*here)};
            }
            if (here && !result) {
                result = here;
                first = &formula.parts[i];
            }
        }
        return any_unknown ? std::nullopt : result;
    }

    std::optional<Unit> product(const Formula& formula) {
        const std::optional<Unit> a = unit(formula.parts[0]);
        const std::optional<Unit> b = unit(formula.parts[1]);
        if (!a || !b) {
            return std::nullopt;
        }
        return formula.kind == Kind::multiply ? *a * *b : *a / *b;
    }

    std::optional<Unit> raised(const Formula& formula) {
        const std::optional<Unit> base = unit(formula.parts[0]);
        static_cast<void>(pure(formula.parts[1], "an exponent"));
        if (!base || !base->has_dimension()) {
            return base;
        }
        const Formula& exponent = formula.parts[1];
        const double twice = 2 * exponent.number;
        constexpr double largest = 40;
        if (exponent.kind != Kind::number || twice != std::floor(twice) ||
            std::fabs(twice) > largest) {
            return std::nullopt;
        }
        const Unit doubled = power(*base, static_cast<int>(twice));
        const std::optional<Unit> root = square_root(doubled);
        if (!root) {
            throw Mismatch{"'" + to_text(formula) + "' has no unit with whole powers"};
        }
        return root;
    }

    /// An argument that can only be a pure number.
    std::optional<Unit> pure(const Formula& argument, const std::string& what) {
        const std::optional<Unit> here = unit(argument);
        if (here && (here->has_dimension() || !same_size(*here, Unit{}))) {
            throw Mismatch{what + " is a pure number or an angle in radians, and '" +
                           to_text(argument) + "' is in " + text_of(*here)};
        }
        return here;
    }

    std::optional<Unit> of_call(const Formula& formula) {
        const std::string& name = formula.name;
        if (name == "min" || name == "max") {
            return common(formula, 0);
        }
        if (name == "atan2") {
            static_cast<void>(common(formula, 0));
            return Unit{};
        }
        if (name == "pow") {
            return raised(formula);
        }
        if (name == "dot" || name == "cross") {
            const std::optional<Unit> a = unit(formula.parts[0]);
            const std::optional<Unit> b = unit(formula.parts[1]);
            return a && b ? std::optional(*a * *b) : std::nullopt;
        }
        if (name == "abs" || name == "norm" || name == "floor" || name == "ceil" ||
            name == "round") {
            return unit(formula.parts[0]);
        }
        if (name == "sqrt") {
            const std::optional<Unit> here = unit(formula.parts[0]);
            const std::optional<Unit> root = here ? square_root(*here) : std::nullopt;
            if (here && !root) {
                throw Mismatch{"'" + to_text(formula) + "' has no unit with whole powers"};
            }
            return root;
        }
        return pure(formula.parts[0], "the argument of " + name);
    }

    const Model* model_;
};

} // namespace

std::vector<UnitProblem> unit_problems(const Model& model) {
    std::vector<UnitProblem> problems;
    for (int tap = 0; tap < model.taps(); ++tap) {
        const Formula* formula = model.formula(tap);
        const std::optional<Unit> wanted = parse_unit(model.tap(tap).unit);
        if (formula == nullptr) {
            continue;
        }
        try {
            const std::optional<Unit> found = UnitFinder(model).unit(*formula);
            if (found && wanted && !found->same_dimension(*wanted)) {
                problems.push_back({model.tap(tap).key, "its formula gives " + text_of(*found) +
                                                            ", and the tap is in " +
                                                            model.tap(tap).unit});
            } else if (found && wanted && !same_size(*found, *wanted)) {
                problems.push_back(
                    {model.tap(tap).key, "its formula gives " +
                                             general(found->scale / wanted->scale, shown_digits) +
                                             " times the tap's unit " + model.tap(tap).unit});
            }
        } catch (const Mismatch& mismatch) {
            problems.push_back({model.tap(tap).key, mismatch.problem});
        }
    }
    return problems;
}

} // namespace tapir::trace
