#pragma once

#include <string>

#include "compare/comparison_request.hpp"
#include "tapir/reports/page/report_page.hpp"
#include "tapir/trace/model/model.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

/// Two traces of the program that a model describes.
/// @param request  with the model's file; its scene is not looked at
/// @param page  filled with what a page shows besides the comparison; or null
/// @return not comparable where the traces cannot be read by the model; see read_by_model
/// @throws InputError  the model, or a trace, cannot be read
[[nodiscard]] trace::Comparison compare_by_model(const ComparisonRequest& request,
                                                 reports::PageInput* page);

/// The same of two traces that have been read.
[[nodiscard]] trace::Comparison compare_in_words_of(const trace::Model& model,
                                                    const trace::TraceFile& reference,
                                                    const trace::TraceFile& candidate,
                                                    const trace::Tolerance& tolerance,
                                                    reports::PageInput* page);

/// Holds the records of one trace against the formulas of a model.
[[nodiscard]] trace::Comparison audit_by_model(const trace::TraceFile& file,
                                               const trace::Model& model);

/// A trace in the words of a model, as `tapir trace import` writes it.
/// @throws InputError  it is not whole, or cannot be read by the model
[[nodiscard]] trace::TraceFile named_by_model(const trace::TraceFile& file,
                                              const trace::Model& model);

/// @throws InputError  a scene is given as well: a model stands for another program
void refuse_scene_and_model(const std::string& model, const SceneOptions& scene);

} // namespace tapir::harness
