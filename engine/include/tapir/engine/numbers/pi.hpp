#pragma once

#include <numbers>

namespace tapir::engine {

/// The number pi in a number type, as near as it has it.
template <class Real>
Real pi() {
    return Real(std::numbers::pi);
}

} // namespace tapir::engine
