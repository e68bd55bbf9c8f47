#pragma once

#include <string>
#include <vector>

#include "tapir/trace/model/model.hpp"

namespace tapir::harness {

/// A model file as text: what `read_model` reads. Fields that say nothing are left out.
/// @param because  by place in `printed`: why a name is taken for that tap; "": nothing is written
[[nodiscard]] std::string model_file_text(const trace::ModelText& model,
                                          const std::vector<std::string>& because = {});

} // namespace tapir::harness
