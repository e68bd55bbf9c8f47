#include "model/bind_formula.hpp"

#include <algorithm>
#include <numbers>

#include "tapir/trace/base/error.hpp"

namespace tapir::trace {

namespace {

using Kind = Formula::Kind;

/// Walks a formula once, binding names from the outside in and finding widths from the inside out.
class Binder {
  public:
    Binder(const FormulaNames& names, const FormulaPlace& place) : names_(&names), place_(&place) {}

    int bind(Formula& formula) {
        switch (formula.kind) {
        case Kind::number:
            return 1;
        case Kind::name:
            return bind_name(formula);
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
            fail(formula, "a comparison is no number",
                 "it has no value that could be computed with",
                 "Use it as the condition of an if: if(a < b, a, b).");
        }
    }

    [[noreturn]] void fail(const Formula& at, const std::string& problem, const std::string& reason,
                           const std::string& remedy) const {
        throw InputError({.where = place_->where + ", column " + std::to_string(at.column),
                          .problem = problem,
                          .reason = reason,
                          .remedy = remedy});
    }

    /// Binds the name of a tap. @param all_loops  whether each of its loops must have an index here
    int bind_tap(Formula& formula, int tap, bool all_loops) {
        const ModelTap& declared = names_->text->taps[static_cast<std::size_t>(tap)];
        formula.kind = Kind::tap;
        formula.bound = tap;
        bind_places(formula, names_->loops_of_taps[static_cast<std::size_t>(tap)]);
        LoopSet known = place_->loops | bound_loops();
        for (const LoopPlace& one : formula.places) {
            known |= loop_bit(static_cast<std::size_t>(one.loop_number));
        }
        const LoopSet open =
            names_->loops_of_taps[static_cast<std::size_t>(tap)] & static_cast<LoopSet>(~known);
        for (std::size_t loop = 0; all_loops && loop < names_->loops->size(); ++loop) {
            if ((open & loop_bit(loop)) != 0) {
                const std::string& name = (*names_->loops)[loop].name;
                fail(formula, "'" + declared.key + "' has one record for each " + name,
                     "nothing here says which of them is meant",
                     "Write " + declared.key + "[" + name + "=0] for one of them, or sum(" + name +
                         ", " + declared.key + ") for all.");
            }
        }
        return declared.width;
    }

  private:
    struct SumIndex {
        std::string name;
        int loop;
    };

    [[nodiscard]] LoopSet bound_loops() const {
        LoopSet set = no_loops;
        for (const SumIndex& one : sums_) {
            // sum(j in cell, ...) binds j, not the cell that the others mean
            set |= (*names_->loops)[static_cast<std::size_t>(one.loop)].name == one.name
                       ? loop_bit(static_cast<std::size_t>(one.loop))
                       : no_loops;
        }
        return set;
    }
    [[nodiscard]] bool is_index(const std::string& name) const {
        const int loop = names_->loops->find(name);
        const bool of_sum = std::any_of(sums_.begin(), sums_.end(),
                                        [&](const SumIndex& one) { return one.name == name; });
        return of_sum ||
               (loop >= 0 && (place_->loops & loop_bit(static_cast<std::size_t>(loop))) != 0);
    }

    int bind_name(Formula& formula) {
        const ModelText& text = *names_->text;
        const auto tap = std::find_if(text.taps.begin(), text.taps.end(),
                                      [&](const ModelTap& one) { return one.key == formula.name; });
        if (tap != text.taps.end()) {
            return bind_tap(formula, static_cast<int>(tap - text.taps.begin()), true);
        }
        require_no_places(formula);
        const auto constant =
            std::find_if(text.constants.begin(), text.constants.end(),
                         [&](const ModelConstant& one) { return one.key == formula.name; });
        if (constant != text.constants.end() || formula.name == "pi") {
            formula.kind = Kind::number;
            formula.number = constant == text.constants.end() ? std::numbers::pi : constant->value;
            return 1;
        }
        if (is_index(formula.name)) {
            formula.kind = Kind::index;
            return 1;
        }
        if (names_->loops->find(formula.name) >= 0) {
            fail(formula, "'" + formula.name + "' is a loop in which this tap does not live",
                 "there is no index of it here", "Give the tap that loop, or leave it out here.");
        }
        fail_unknown(formula);
    }

    [[noreturn]] void fail_unknown(const Formula& formula) const {
        std::vector<std::string> known{"pi"};
        for (const ModelTap& one : names_->text->taps) {
            known.push_back(one.key);
        }
        for (const ModelConstant& one : names_->text->constants) {
            known.push_back(one.key);
        }
        for (std::size_t loop = 0; loop < names_->loops->size(); ++loop) {
            known.push_back((*names_->loops)[loop].name);
        }
        const std::string near = nearest_word(formula.name, known);
        fail(formula, "'" + formula.name + "' is the name of no tap, constant or loop",
             "a formula can only use what the model declares",
             near.empty() ? "Declare it among the taps or the constants."
                          : "Did you mean '" + near + "'?");
    }

    void require_no_places(const Formula& formula) const {
        if (!formula.places.empty()) {
            fail(formula, "a place in the loops stands behind what is no tap",
                 "only the records of a tap have one", "Put it right behind the name of the tap.");
        }
    }

    void bind_places(Formula& formula, LoopSet loops_of_tap) const {
        LoopSet seen = no_loops;
        for (LoopPlace& place : formula.places) {
            place.loop_number = names_->loops->find(place.loop);
            const LoopSet bit = place.loop_number < 0
                                    ? no_loops
                                    : loop_bit(static_cast<std::size_t>(place.loop_number));
            if ((bit & loops_of_tap) == 0) {
                fail(formula, "'" + formula.name + "' does not live in a loop '" + place.loop + "'",
                     "it has no records there",
                     "Look at the loops of that tap: " + loops_text(loops_of_tap) + ".");
            }
            if ((bit & seen) != 0) {
                fail(formula,
                     "the loop '" + place.loop + "' stands twice behind '" + formula.name + "'",
                     "only one of them could hold", "Remove one of them.");
            }
            seen |= bit;
            if (!place.index.empty() && !is_index(place.index)) {
                fail(formula, "'" + place.index + "' is no index here",
                     "neither the tap that is computed nor a sum around it runs over it",
                     "Write a whole number, as in " + formula.name + "[" + place.loop +
                         "=0], or sum over it.");
            }
        }
    }

    [[nodiscard]] std::string loops_text(LoopSet set) const {
        std::string text;
        for (std::size_t loop = 0; loop < names_->loops->size(); ++loop) {
            if ((set & loop_bit(loop)) != 0) {
                text += (text.empty() ? "" : ", ") + (*names_->loops)[loop].name;
            }
        }
        return text.empty() ? "none, it belongs to the set-up" : text;
    }

    int bind_component(Formula& formula) {
        require_no_places(formula);
        const int width = bind(formula.parts[0]);
        if (formula.component >= width || width < 2) {
            fail(formula.parts[0],
                 "component " + std::to_string(formula.component) + " of '" +
                     to_text(formula.parts[0]) + "' is asked for",
                 "it has " + std::to_string(width) + " component" + (width == 1 ? "" : "s") +
                     ", counted from 0",
                 "Look at the components of that tap.");
        }
        return 1;
    }

    int bind_vector(Formula& formula) {
        require_no_places(formula);
        for (Formula& part : formula.parts) {
            if (bind(part) != 1) {
                fail(part, "a component of a vector is a vector itself",
                     "vectors in vectors are not known here", "Take its components one by one.");
            }
        }
        return static_cast<int>(formula.parts.size());
    }

    int bind_sum(Formula& formula) {
        require_no_places(formula);
        const int loop = names_->loops->find(formula.loop);
        if (loop < 0) {
            std::vector<std::string> known;
            for (std::size_t i = 0; i < names_->loops->size(); ++i) {
                known.push_back((*names_->loops)[i].name);
            }
            const std::string near = nearest_word(formula.loop, known);
            fail(formula, "'" + formula.loop + "' is no loop", "a sum runs over one",
                 near.empty() ? "Name a loop of the model." : "Did you mean '" + near + "'?");
        }
        formula.bound = loop;
        sums_.push_back({formula.name, loop});
        const int width = bind(formula.parts[0]);
        sums_.pop_back();
        return width;
    }

    int bind_call(Formula& formula) {
        require_no_places(formula);
        const std::vector<FormulaFunction>& functions = formula_functions();
        const auto found = std::find_if(functions.begin(), functions.end(),
                                        [&](const auto& one) { return one.name == formula.name; });
        if (found == functions.end()) {
            std::vector<std::string> known{"sum"};
            for (const FormulaFunction& one : functions) {
                known.emplace_back(one.name);
            }
            const std::string near = nearest_word(formula.name, known);
            fail(formula, "'" + formula.name + "' is no function that is known here",
                 "trace/MODELS.md lists them",
                 near.empty() ? "Write it with the functions that there are."
                              : "Did you mean '" + near + "'?");
        }
        if (formula.parts.size() != found->arguments) {
            fail(formula,
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
            fail(formula, formula.name + " is given " + widths_text(widths) + " components",
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
                fail(formula, "values of " + widths_text(widths) + " components are put together",
                     "they have no common length", "Look at the components of both.");
            }
        }
        return widest;
    }

    int bind_operation(Formula& formula) {
        require_no_places(formula);
        const int left = bind(formula.parts[0]);
        const int right = bind(formula.parts[1]);
        const bool sums = formula.kind == Kind::add || formula.kind == Kind::subtract;
        if ((sums && left != right) || (formula.kind == Kind::multiply && left > 1 && right > 1) ||
            (formula.kind == Kind::divide && right > 1) ||
            (formula.kind == Kind::power && (left > 1 || right > 1))) {
            fail(formula.parts[1],
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
                    fail(part, "a vector is compared", "only numbers are larger or smaller",
                         "Compare one of its components, or its norm.");
                }
            }
            return;
        default:
            fail(formula, "the condition of an if is no comparison", "it has to be true or false",
                 "Write it as in if(a < b, a, b).");
        }
    }

    const FormulaNames* names_;
    const FormulaPlace* place_;
    std::vector<SumIndex> sums_;
};

} // namespace

int bind_formula(Formula& formula, const FormulaNames& names, const FormulaPlace& place) {
    return Binder(names, place).bind(formula);
}

void bind_feed(Formula& feed, const FormulaNames& names, const FormulaPlace& place) {
    Binder binder(names, place);
    const std::vector<ModelTap>& taps = names.text->taps;
    const auto tap = std::find_if(taps.begin(), taps.end(),
                                  [&](const ModelTap& one) { return one.key == feed.name; });
    if (feed.kind != Kind::name || tap == taps.end()) {
        std::vector<std::string> known;
        for (const ModelTap& one : taps) {
            known.push_back(one.key);
        }
        const std::string near = nearest_word(feed.name, known);
        binder.fail(feed, "'" + to_text(feed) + "' is the name of no tap",
                    "what feeds a tap is another tap",
                    near.empty() ? "Name a tap, as in \"flux\" or \"T[step-1]\"."
                                 : "Did you mean '" + near + "'?");
    }
    static_cast<void>(binder.bind_tap(feed, static_cast<int>(tap - taps.begin()), false));
}

} // namespace tapir::trace
