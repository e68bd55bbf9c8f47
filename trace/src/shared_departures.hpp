#pragma once

#include <string>
#include <vector>

#include "alignment.hpp"
#include "roots.hpp"
#include "stage_evidence.hpp"

namespace tapir::trace {

/// Values on which both sides agree and that follow from the scene on neither: another scene made
/// them, or the same fault twice. One root a tap, with side `both_sides`, after all others; where a
/// behaviour, switched over, makes all of them follow, a note instead.
void add_shared_departures(const Alignment& alignment, const StageEvidence& stages,
                           const std::vector<Pixel>& pixels, const Dictionary& dictionary,
                           const WhatIf& what_if, FoundRoots& found,
                           std::vector<std::string>& notes);

} // namespace tapir::trace
