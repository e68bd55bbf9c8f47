#pragma once

#include "align/text_pairing.hpp"
#include "tapir/trace/verdict/comparison.hpp"
#include "tapir/trace/verdict/text_request.hpp"
#include "verdict/text_differences.hpp"
#include "verdict/text_rules.hpp"

namespace tapir::trace {

/// All that a comparison of texts found.
struct TextOutcome {
    const TextSides& sides;
    const TextPairing& pairing;
    const TextRules& rules;
    const TextDifferences& differences;
    const TextRequest& request;
    const NamedText& reference;
    const NamedText& candidate;
};

/// Verdict, reason, sentence, notes and the text of the tolerance. Parity only where nothing was
/// found, something was compared, and faults were planted and all of them seen.
void conclude_texts(const TextOutcome& outcome, Comparison& result);

} // namespace tapir::trace
