#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "tapir/trace/record/pixel.hpp"

/// What the lines of a log tell that is no record.
namespace tapir::trace {

/// The pixel that a line says it is about: "Tracing pixel (slow=12, fast=34)", "=== Pixel (3, 7)".
[[nodiscard]] std::optional<Pixel> pixel_in_words(std::string_view line);

/// Whether a line tells that something went wrong.
enum class Alarm : std::uint8_t { none, warning, error };
[[nodiscard]] Alarm alarm_in(std::string_view line);

} // namespace tapir::trace
