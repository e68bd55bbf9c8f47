#pragma once

#include <string>

#include "tapir/engine/gradient.hpp"
#include "tapir/engine/gradient_check.hpp"

namespace tapir::harness {

/// "1.25 mm"
[[nodiscard]] std::string in_unit(double value, const std::string& unit);

/// "nearest_index [1] at slow 3 fast 4 ...: 2.5e-13 from where it becomes another one"
[[nodiscard]] std::string decision_words(const engine::Decision& decision);

/// "agrees", "OFF", ...
[[nodiscard]] const char* verdict_word(engine::CheckVerdict verdict);

} // namespace tapir::harness
