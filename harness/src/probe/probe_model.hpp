#pragma once

#include <string>

#include "probe/probe_lineage.hpp"

namespace tapir::harness {

/// What was learnt, as the text of a model file: loops, taps, and what feeds them. What a model
/// cannot say stands in the meanings.
[[nodiscard]] std::string learnt_model_text(const ProbeRequest& request,
                                            const LearntLineage& learnt);

/// The same for the screen: each tap, what it comes from, how strongly, and where a draft of its
/// lineage was wrong.
[[nodiscard]] std::string lineage_text(const ProbeRequest& request, const LearntLineage& learnt);

} // namespace tapir::harness
