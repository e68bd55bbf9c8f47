#include "model/name_scope.hpp"

#include <algorithm>
#include <numbers>

#include "tapir/trace/base/error.hpp"

namespace tapir::trace {

using Kind = Formula::Kind;

void NameScope::fail(const Formula& at, const std::string& problem, const std::string& reason,
                     const std::string& remedy) const {
    throw InputError({.where = place_->where + ", column " + std::to_string(at.column),
                      .problem = problem,
                      .reason = reason,
                      .remedy = remedy});
}

int NameScope::bind_tap(Formula& formula, int tap, bool all_loops) const {
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

LoopSet NameScope::bound_loops() const {
    LoopSet set = no_loops;
    for (const SumIndex& one : sums_) {
        // sum(j in cell, ...) binds j, not the cell that the others mean
        set |= (*names_->loops)[static_cast<std::size_t>(one.loop)].name == one.name
                   ? loop_bit(static_cast<std::size_t>(one.loop))
                   : no_loops;
    }
    return set;
}
bool NameScope::is_index(const std::string& name) const {
    const int loop = names_->loops->find(name);
    const bool of_sum = std::any_of(sums_.begin(), sums_.end(),
                                    [&](const SumIndex& one) { return one.name == name; });
    return of_sum || (loop >= 0 && (place_->loops & loop_bit(static_cast<std::size_t>(loop))) != 0);
}

int NameScope::bind(Formula& formula) const {
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

void NameScope::fail_unknown(const Formula& formula) const {
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

void NameScope::require_no_places(const Formula& formula) const {
    if (!formula.places.empty()) {
        fail(formula, "a place in the loops stands behind what is no tap",
             "only the records of a tap have one", "Put it right behind the name of the tap.");
    }
}

void NameScope::bind_places(Formula& formula, LoopSet loops_of_tap) const {
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

std::string NameScope::loops_text(LoopSet set) const {
    std::string text;
    for (std::size_t loop = 0; loop < names_->loops->size(); ++loop) {
        if ((set & loop_bit(loop)) != 0) {
            text += (text.empty() ? "" : ", ") + (*names_->loops)[loop].name;
        }
    }
    return text.empty() ? "none, it belongs to the set-up" : text;
}

} // namespace tapir::trace
