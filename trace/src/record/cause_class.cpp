#include "tapir/trace/record/cause_class.hpp"

#include <array>

namespace tapir::trace {

namespace {

/// In the order of the enumeration.
constexpr std::array<const char*, cause_classes> class_words{
    "unknown",   "formula", "index", "normalisation", "offset", "order", "permutation",
    "precision", "scale",   "sign",  "stale",         "tracer", "unit"};

} // namespace

const char* to_text(CauseClass cause_class) {
    return class_words.at(static_cast<std::size_t>(cause_class));
}

} // namespace tapir::trace
