#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "tapir/engine/image.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::engine {

/// Says which pixel is the first that is no number.
template <class Value>
[[noreturn]] void refuse_not_finite(const Image<Value>& image, int columns) {
    const auto bad = std::find_if_not(image.begin(), image.end(),
                                      [](Value value) { return std::isfinite(value); });
    const auto i = bad - image.begin();
    const std::string place = std::to_string(i / columns) + " " + std::to_string(i % columns);
    throw InputError({.where = "pixel " + place + " (slow fast)",
                      .problem = std::string("would be ") + (std::isnan(*bad) ? "NaN" : "infinite"),
                      .reason = "some value of this scene is beyond what can be computed with",
                      .remedy = "See where it begins: tapir trace ... --pixel " + place});
}

} // namespace tapir::engine
