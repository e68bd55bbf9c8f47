#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tapir::trace {

/// The index of a loop at which a formula looks: `cell-1`, `cell=0`, `cell=j`.
struct LoopPlace {
    std::string loop;
    std::string index; ///< loop or index of a sum that it counts from; "": from 0
    int offset = 0;
    int loop_number = -1; ///< filled in by Model

    friend bool operator==(const LoopPlace&, const LoopPlace&) = default;
};

/// A formula as a tree. trace/MODELS.md gives its grammar.
///
/// `name` and its parts as written: Model binds names to taps, constants and loops.
struct Formula {
    enum class Kind : std::uint8_t {
        number,    ///< a literal, or a constant of the model, which has a name
        name,      ///< not bound yet
        tap,       ///< the record of a tap at `places`, the other loops where the formula stands
        index,     ///< of a loop or of a sum, as a number
        component, ///< number `component` of its part
        vector,
        negate,
        add,
        subtract,
        multiply,
        divide,
        power,
        less,
        less_equal,
        greater,
        greater_equal,
        equal,
        unequal,
        both,   ///< and
        either, ///< or
        no,     ///< not
        call,   ///< a function by its name
        sum,    ///< of its part over the passes of `loop`; `name` is the index there
        choice, ///< if(condition, yes, no)
    };

    Kind kind = Kind::number;
    double number = 0;
    std::string name;
    std::string loop;
    std::vector<LoopPlace> places;
    int component = -1;
    int bound = -1; ///< number of the tap or the loop, width of a choice; filled in by Model
    std::vector<Formula> parts;
    std::size_t column = 0; ///< where it stands in its text, from 1
};

/// Whether no tap stands in it: its value follows from the loop indices and constants alone.
[[nodiscard]] bool is_of_indices(const Formula& formula);

/// A function that a formula may call.
struct FormulaFunction {
    std::string_view name;
    std::size_t arguments;   ///< 0: one or more
    bool of_vectors = false; ///< dot, cross and norm; the others take each component by itself
};
[[nodiscard]] const std::vector<FormulaFunction>& formula_functions();

} // namespace tapir::trace
