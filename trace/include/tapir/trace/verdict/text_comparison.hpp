#pragma once

#include "tapir/trace/verdict/comparison.hpp"
#include "tapir/trace/verdict/text_request.hpp"

namespace tapir::trace {

/// Compares two texts whose programs nobody described: every number and every word of both is
/// compared, ignored by a named rule, or part of a finding.
/// @throws InternalError  the account does not add up, or a planted fault was not seen
[[nodiscard]] Comparison compare_texts(const NamedText& reference, const NamedText& candidate,
                                       const TextRequest& request);

} // namespace tapir::trace
