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

/// A model file as text: what `read_model` reads. Fields that say nothing are left out.
/// @param because  by place in `printed`: why a name is taken for that tap; "": nothing is written
[[nodiscard]] std::string model_file_text(const trace::ModelText& model,
                                          const std::vector<std::string>& because = {});

} // namespace tapir::harness
