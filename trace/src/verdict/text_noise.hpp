#pragma once

#include "align/text_forms.hpp"
#include "tapir/trace/verdict/text_comparison.hpp"
#include "verdict/text_rules.hpp"

namespace tapir::trace {

/// Leaves out what differs between the reference and repetitions of it: single numbers of single
/// lines, and the number of all lines of a form where it differs in most of them. Where several
/// repetitions agree among themselves and the reference says something else, that is no noise: it
/// is compared, and said. A repetition that shares less than a quarter of the reference's lines is
/// none.
/// @param forms  of the reference and the candidate
void ignore_noise(const TextDocument& reference, const TextForms& forms, const TextRequest& request,
                  TextRules& rules);

} // namespace tapir::trace
