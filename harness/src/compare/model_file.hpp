#pragma once

#include <memory>
#include <string>

#include "tapir/trace/model/model.hpp"

namespace tapir::harness {

inline constexpr const char* model_format = "tapir-model";
inline constexpr int model_version = 1; ///< of the layout, see trace/MODELS.md

/// The file of a model: the path given, or, where there is none of that name, the model of that
/// name that is shipped in configs/models, with or without ".json"; else the path given.
[[nodiscard]] std::string model_path(const std::string& name_or_path);

/// Reads a model file, by its path or by the name of one that is shipped. configs/model.schema.json
/// lists its keys.
/// @throws InputError  it cannot be read; a key that is unknown or stands twice, a value of another
///                     type, and what Model refuses: each with its JSON pointer
[[nodiscard]] std::shared_ptr<const trace::Model> read_model(const std::string& name_or_path);

/// The same of a text that is at hand.
[[nodiscard]] std::shared_ptr<const trace::Model> model_from_text(const std::string& text,
                                                                  const std::string& file);

} // namespace tapir::harness
