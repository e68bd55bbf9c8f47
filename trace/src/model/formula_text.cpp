#include "tapir/trace/model/formula_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

using Kind = Formula::Kind;

struct Operator {
    Kind kind;
    int binding; ///< the larger, the tighter
    const char* text;
};

constexpr std::array operators{
    Operator{Kind::either, 1, " or "},  Operator{Kind::both, 2, " and "},
    Operator{Kind::less, 4, " < "},     Operator{Kind::less_equal, 4, " <= "},
    Operator{Kind::greater, 4, " > "},  Operator{Kind::greater_equal, 4, " >= "},
    Operator{Kind::equal, 4, " == "},   Operator{Kind::unequal, 4, " != "},
    Operator{Kind::add, 5, " + "},      Operator{Kind::subtract, 5, " - "},
    Operator{Kind::multiply, 6, " * "}, Operator{Kind::divide, 6, " / "},
    Operator{Kind::power, 8, "^"},
};
constexpr int not_binding = 3;
constexpr int negate_binding = 7;
constexpr int primary_binding = 9;

const Operator* operator_of(Kind kind) {
    const auto* const found =
        std::find_if(operators.begin(), operators.end(),
                     [kind](const Operator& one) { return one.kind == kind; });
    return found == operators.end() ? nullptr : &*found;
}

int binding_of(const Formula& formula) {
    if (const Operator* found = operator_of(formula.kind)) {
        return found->binding;
    }
    return formula.kind == Kind::no       ? not_binding
           : formula.kind == Kind::negate ? negate_binding
                                          : primary_binding;
}

std::string bracketed(const Formula& formula, int least) {
    return binding_of(formula) < least ? "(" + to_text(formula) + ")" : to_text(formula);
}

std::string list(const std::vector<Formula>& parts) {
    std::string text;
    for (const Formula& part : parts) {
        text += (text.empty() ? "" : ", ") + to_text(part);
    }
    return text;
}

std::string place_text(const LoopPlace& place) {
    std::string text = place.loop;
    if (place.index != place.loop) {
        text += "=" + place.index;
        return place.index.empty() ? text + std::to_string(place.offset)
               : place.offset == 0
                   ? text
                   : text + (place.offset > 0 ? "+" : "") + std::to_string(place.offset);
    }
    return place.offset == 0 ? text
                             : text + (place.offset > 0 ? "+" : "") + std::to_string(place.offset);
}

std::string named(const Formula& formula) {
    std::string text;
    for (const LoopPlace& place : formula.places) {
        text += (text.empty() ? "" : ", ") + place_text(place);
    }
    return formula.name + (text.empty() ? "" : "[" + text + "]");
}

} // namespace

std::string to_text(const Formula& formula) {
    if (const Operator* found = operator_of(formula.kind)) {
        // a - (b - c) and (a ^ b) ^ c keep their brackets
        const bool from_right = formula.kind == Kind::power;
        const bool chains = found->binding != 4;
        const int left = found->binding + (from_right || !chains ? 1 : 0);
        const int right = from_right ? negate_binding : found->binding + 1;
        return bracketed(formula.parts[0], left) + found->text + bracketed(formula.parts[1], right);
    }
    switch (formula.kind) {
    case Kind::number:
        return formula.name.empty() ? shortest(formula.number) : formula.name;
    case Kind::name:
    case Kind::tap:
    case Kind::index:
        return named(formula);
    case Kind::component:
        return bracketed(formula.parts[0], primary_binding) + "[" +
               std::to_string(formula.component) + "]";
    case Kind::vector:
        return "[" + list(formula.parts) + "]";
    case Kind::negate:
        return "-" + bracketed(formula.parts[0], negate_binding);
    case Kind::no:
        return "not " + bracketed(formula.parts[0], not_binding);
    case Kind::call:
        return formula.name + "(" + list(formula.parts) + ")";
    case Kind::choice:
        return "if(" + list(formula.parts) + ")";
    case Kind::sum:
        return "sum(" +
               (formula.name == formula.loop ? formula.loop
                                             : formula.name + " in " + formula.loop) +
               ", " + list(formula.parts) + ")";
    default:
        return "?";
    }
}

} // namespace tapir::trace
