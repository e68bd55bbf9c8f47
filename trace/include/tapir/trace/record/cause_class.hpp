#pragma once

#include <cstddef>
#include <cstdint>

namespace tapir::trace {

/// What kind of fault makes a record depart. The words of `to_text` stand in every verdict.
enum class CauseClass : std::uint8_t {
    unknown,       ///< the record was not looked at closely
    formula,       ///< another expression, or no relation that is recognised
    index,         ///< a neighbouring element, or another number of terms
    normalisation, ///< a factor or a length that is not divided out
    offset,        ///< something added or left out
    order,         ///< the same operations, one after the other in another order
    permutation,   ///< the same components or numbers, in each other's place
    precision,     ///< digits that are lost
    scale,         ///< a factor that is none of the other classes
    sign,          ///< the opposite sign
    stale,         ///< a value of an earlier site
    tracer,        ///< the print is wrong and the computation is right
    unit,          ///< the same quantity in another unit
};
inline constexpr std::size_t cause_classes = 13;

/// "formula", "index", ...
[[nodiscard]] const char* to_text(CauseClass cause_class);

} // namespace tapir::trace
