#pragma once

#include "compare/comparison_request.hpp"
#include "compare/job_kind.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

/// Looks whether what is asked for besides can be had at all, before anything is compared.
/// @throws InputError  no scene, one of another program, or one whose files cannot be read
void check_besides(const ComparisonRequest& request);

/// Adds it to a comparison that has been made.
/// @throws InputError  texts, or images of whole numbers: they are not this engine's values; a
///                     pixel of too many steps, or outside the detector
void add_besides(JobKind kind, const ComparisonRequest& request, trace::Comparison& result);

} // namespace tapir::harness
