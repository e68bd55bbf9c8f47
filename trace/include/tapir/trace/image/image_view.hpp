#pragma once

#include <cstddef>
#include <span>

namespace tapir::trace {

/// Pixel values of an image, [slow][fast]; does not own them.
struct ImageView {
    std::span<const double> values;
    int slow = 0, fast = 0;

    [[nodiscard]] double at(int s, int f) const {
        return values[static_cast<std::size_t>(s) * static_cast<std::size_t>(fast) +
                      static_cast<std::size_t>(f)];
    }
};

} // namespace tapir::trace
