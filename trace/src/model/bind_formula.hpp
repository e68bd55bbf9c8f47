#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tapir/trace/model/formula.hpp"
#include "tapir/trace/model/model_text.hpp"
#include "tapir/trace/record/loop.hpp"

namespace tapir::trace {

/// What the names of a formula can mean.
struct FormulaNames {
    const ModelText* text;
    const Loops* loops;
    std::vector<LoopSet> loops_of_taps;
};

/// Where a formula stands, for messages.
struct FormulaPlace {
    std::string where; ///< file and JSON pointer
    LoopSet loops;     ///< of the tap it computes
};

/// Binds the names of a formula to taps, constants and loops, and checks the widths of its parts.
/// @return how many components it gives
/// @throws InputError  with the column, and the nearest name where one is not known
int bind_formula(Formula& formula, const FormulaNames& names, const FormulaPlace& place);

/// The same for what feeds a tap: the name of a tap, with places where it is not at the same ones.
/// @throws InputError
void bind_feed(Formula& feed, const FormulaNames& names, const FormulaPlace& place);

} // namespace tapir::trace
