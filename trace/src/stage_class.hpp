#pragma once

#include "classify.hpp"
#include "observation.hpp"
#include "stage_evidence.hpp"

namespace tapir::trace {

/// What kind of departure a root is, from its stage: relations between what the stage gives and
/// what the candidate has, then single changes of what it was computed from.
[[nodiscard]] Classification classify_stage(const LocalRoot& root, const StageEvidence& stages,
                                            const std::vector<Pair>& pairs,
                                            const Dictionary& dictionary, const WhatIf& what_if);

} // namespace tapir::trace
