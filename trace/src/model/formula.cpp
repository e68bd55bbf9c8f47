#include "tapir/trace/model/formula.hpp"

#include <algorithm>

namespace tapir::trace {

bool is_of_indices(const Formula& formula) {
    return formula.kind != Formula::Kind::tap && formula.kind != Formula::Kind::name &&
           std::all_of(formula.parts.begin(), formula.parts.end(), is_of_indices);
}

const std::vector<FormulaFunction>& formula_functions() {
    static const std::vector<FormulaFunction> functions{
        {"sqrt", 1},  {"exp", 1},  {"log", 1},       {"sin", 1},         {"cos", 1},
        {"tan", 1},   {"asin", 1}, {"acos", 1},      {"atan", 1},        {"atan2", 2},
        {"abs", 1},   {"min", 2},  {"max", 2},       {"floor", 1},       {"ceil", 1},
        {"round", 1}, {"pow", 2},  {"dot", 2, true}, {"cross", 2, true}, {"norm", 1, true},
        {"if", 3},
    };
    return functions;
}

} // namespace tapir::trace
