#pragma once

#include "align/text_pairing.hpp"
#include "tapir/trace/verdict/comparison.hpp"
#include "verdict/text_rules.hpp"

namespace tapir::trace {

/// Plants a fault in a copy of one line of every form that was compared, and looks whether the
/// comparison sees it: a digit more in its last number, or another last word.
/// @param result  gets how many were planted and caught
void test_texts(const TextSides& sides, const TextPairing& pairing, const TextRules& rules,
                Comparison& result);

} // namespace tapir::trace
