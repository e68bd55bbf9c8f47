#pragma once

#include <memory>
#include <string>

#include "tapir/trace/model/model.hpp"

namespace tapir::harness {

inline constexpr const char* model_format = "tapir-model";
inline constexpr int model_version = 1; ///< of the layout, see trace/MODELS.md

/// Reads a model file. configs/model.schema.json lists its keys.
/// @throws InputError  it cannot be read; a key that is unknown or stands twice, a value of another
///                     type, and what Model refuses: each with its JSON pointer
[[nodiscard]] std::shared_ptr<const trace::Model> read_model(const std::string& file);

/// The same of a text that is at hand.
[[nodiscard]] std::shared_ptr<const trace::Model> model_from_text(const std::string& text,
                                                                  const std::string& file);

} // namespace tapir::harness
