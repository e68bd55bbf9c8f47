#include "tapir/trace/record/dialect.hpp"

namespace tapir::trace {

std::string_view to_text(Dialect dialect) {
    switch (dialect) {
    case Dialect::native:
        return "native";
    case Dialect::c:
        return "c";
    case Dialect::py:
        return "py";
    }
    return "?";
}

} // namespace tapir::trace
