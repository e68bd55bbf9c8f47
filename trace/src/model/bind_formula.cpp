#include "model/bind_formula.hpp"

#include <algorithm>

#include "model/name_scope.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/model/formula_text.hpp"

namespace tapir::trace {

namespace {

using Kind = Formula::Kind;

/// Walks a formula once, binding names from the outside in and finding widths from the inside out.
class Binder {
  public:
    Binder(const FormulaNames& names, const FormulaPlace& place) : names_(names, place) {}

    int bind(Formula& formula) {
        switch (formula.kind) {
        case Kind::number:
            return 1;
        case Kind::name:
            return names_.bind(formula);
        case Kind::component:
            return bind_component(formula);
        case Kind::vector:
            return bind_vector(formula);
        case Kind::sum:
            return bind_sum(formula);
        case Kind::call:
            return bind_call(formula);
        case Kind::negate:
            return bind(formula.parts[0]);
        case Kind::add:
        case Kind::subtract:
        case Kind::multiply:
        case Kind::divide:
        case Kind::power:
            return bind_operation(formula);
        default:
            names_.fail(formula, "a comparison is no number",
                        "it has no value that could be computed with",
                        "Use it as the condition of an if: if(a < b, a, b).");
        }
    }

  private:
    int bind_component(Formula& formula) {
        names_.require_no_places(formula);
        const int width = bind(formula.parts[0]);
        if (formula.component >= width || width < 2) {
            names_.fail(formula.parts[0],
                        "component " + std::to_string(formula.component) + " of '" +
                            to_text(formula.parts[0]) + "' is asked for",
                        "it has " + std::to_string(width) + " component" + (width == 1 ? "" : "s") +
                            ", counted from 0",
                        "Look at the components of that tap.");
        }
        return 1;
    }

    int bind_vector(Formula& formula) {
        names_.require_no_places(formula);
        for (Formula& part : formula.parts) {
            if (bind(part) != 1) {
                names_.fail(part, "a component of a vector is a vector itself",
                            "vectors in vectors are not known here",
                            "Take its components one by one.");
            }
        }
        return static_cast<int>(formula.parts.size());
    }

    int bind_sum(Formula& formula) {
        names_.require_no_places(formula);
        const int loop = names_.loops().find(formula.loop);
        if (loop < 0) {
            std::vector<std::string> known;
            for (std::size_t i = 0; i < names_.loops().size(); ++i) {
                known.push_back(names_.loops()[i].name);
            }
            const std::string near = nearest_word(formula.loop, known);
            names_.fail(formula, "'" + formula.loop + "' is no loop", "a sum runs over one",
                        near.empty() ? "Name a loop of the model."
                                     : "Did you mean '" + near + "'?");
        }
        formula.bound = loop;
        names_.begin_sum(formula.name, loop);
        const int width = bind(formula.parts[0]);
        names_.end_sum();
        return width;
    }

    int bind_call(Formula& formula) {
        names_.require_no_places(formula);
        const std::vector<FormulaFunction>& functions = formula_functions();
        const auto found = std::find_if(functions.begin(), functions.end(),
                                        [&](const auto& one) { return one.name == formula.name; });
        if (found == functions.end()) {
            std::vector<std::string> known{"sum"};
            for (const FormulaFunction& one : functions) {
                known.emplace_back(one.name);
            }
            const std::string near = nearest_word(formula.name, known);
            names_.fail(formula, "'" + formula.name + "' is no function that is known here",
                        "trace/MODELS.md lists them",
                        near.empty() ? "Write it with the functions that there are."
                                     : "Did you mean '" + near + "'?");
        }
        if (formula.parts.size() != found->arguments) {
            names_.fail(formula,
                        formula.name + " takes " + std::to_string(found->arguments) + " argument" +
                            (found->arguments == 1 ? "" : "s") + ", it is given " +
                            std::to_string(formula.parts.size()),
                        "it cannot be computed so", "Look at its commas and brackets.");
        }
        if (formula.name == "if") {
            return bind_choice(formula);
        }
        std::vector<int> widths;
        for (Formula& part : formula.parts) {
            widths.push_back(bind(part));
        }
        return found->of_vectors ? width_of_vectors(formula, widths)
                                 : common_width(formula, widths);
    }

    int width_of_vectors(const Formula& formula, const std::vector<int>& widths) const {
        const bool fits = formula.name == "norm"    ? widths[0] > 1
                          : formula.name == "cross" ? widths[0] == 3 && widths[1] == 3
                                                    : widths[0] > 1 && widths[0] == widths[1];
        if (!fits) {
            names_.fail(formula, formula.name + " is given " + widths_text(widths) + " components",
                        formula.name == "cross" ? "it takes two vectors of three"
                                                : "it takes vectors of one length",
                        "Look at the components of its arguments.");
        }
        return formula.name == "cross" ? 3 : 1;
    }

    static std::string widths_text(const std::vector<int>& widths) {
        std::string text;
        for (const int width : widths) {
            text += (text.empty() ? "" : " and ") + std::to_string(width);
        }
        return text;
    }

    /// Of values that are computed component by component: a single number goes with each.
    int common_width(const Formula& formula, const std::vector<int>& widths) const {
        const int widest = *std::max_element(widths.begin(), widths.end());
        for (const int width : widths) {
            if (width != widest && width != 1) {
                names_.fail(formula,
                            "values of " + widths_text(widths) + " components are put together",
                            "they have no common length", "Look at the components of both.");
            }
        }
        return widest;
    }

    int bind_operation(Formula& formula) {
        names_.require_no_places(formula);
        const int left = bind(formula.parts[0]);
        const int right = bind(formula.parts[1]);
        const bool sums = formula.kind == Kind::add || formula.kind == Kind::subtract;
        if ((sums && left != right) || (formula.kind == Kind::multiply && left > 1 && right > 1) ||
            (formula.kind == Kind::divide && right > 1) ||
            (formula.kind == Kind::power && (left > 1 || right > 1))) {
            names_.fail(
                formula.parts[1],
                "'" + to_text(formula) + "' puts values of " + widths_text({left, right}) +
                    " components together",
                "that operation is not defined for them",
                "Write dot(a, b) or cross(a, b) for products of vectors, or take components.");
        }
        return std::max(left, right);
    }

    int bind_choice(Formula& formula) {
        formula.kind = Kind::choice;
        bind_condition(formula.parts[0]);
        const int yes = bind(formula.parts[1]);
        const int no = bind(formula.parts[2]);
        formula.bound = common_width(formula, {yes, no});
        return formula.bound;
    }

    void bind_condition(Formula& formula) {
        switch (formula.kind) {
        case Kind::both:
        case Kind::either:
        case Kind::no:
            for (Formula& part : formula.parts) {
                bind_condition(part);
            }
            return;
        case Kind::less:
        case Kind::less_equal:
        case Kind::greater:
        case Kind::greater_equal:
        case Kind::equal:
        case Kind::unequal:
            for (Formula& part : formula.parts) {
                if (bind(part) != 1) {
                    names_.fail(part, "a vector is compared", "only numbers are larger or smaller",
                                "Compare one of its components, or its norm.");
                }
            }
            return;
        default:
            names_.fail(formula, "the condition of an if is no comparison",
                        "it has to be true or false", "Write it as in if(a < b, a, b).");
        }
    }

    NameScope names_;
};

} // namespace

int bind_formula(Formula& formula, const FormulaNames& names, const FormulaPlace& place) {
    return Binder(names, place).bind(formula);
}

void bind_feed(Formula& feed, const FormulaNames& names, const FormulaPlace& place) {
    NameScope scope(names, place);
    const std::vector<ModelTap>& taps = names.text->taps;
    const auto tap = std::find_if(taps.begin(), taps.end(),
                                  [&](const ModelTap& one) { return one.key == feed.name; });
    if (feed.kind != Kind::name || tap == taps.end()) {
        std::vector<std::string> known;
        for (const ModelTap& one : taps) {
            known.push_back(one.key);
        }
        const std::string near = nearest_word(feed.name, known);
        scope.fail(feed, "'" + to_text(feed) + "' is the name of no tap",
                   "what feeds a tap is another tap",
                   near.empty() ? "Name a tap, as in \"flux\" or \"T[step-1]\"."
                                : "Did you mean '" + near + "'?");
    }
    static_cast<void>(scope.bind_tap(feed, static_cast<int>(tap - taps.begin()), false));
}

} // namespace tapir::trace
