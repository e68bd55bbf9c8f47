#include "tapir/engine/derivative_loops.hpp"

#include "tapir/engine/loops.hpp"

namespace tapir::engine {

const trace::Loops& derivative_loops() {
    static const trace::Loops loops = [] {
        trace::Loops with_direction = loop_names();
        with_direction.add({.name = "direction", .pass = "parameter", .passes = ""});
        return with_direction;
    }();
    return loops;
}

} // namespace tapir::engine
