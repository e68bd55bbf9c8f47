#pragma once

#include <string>
#include <vector>

#include "alignment.hpp"
#include "stage_evidence.hpp"

namespace tapir::trace {

/// Values on which both sides agree and that follow from the scene on neither, one entry a tap, and
/// the notes that tell of them. Where a behaviour, switched over, makes all of them follow and
/// spoils nothing, there is only a note.
[[nodiscard]] std::vector<SharedDeparture>
shared_departures(const Alignment& alignment, const StageEvidence& stages,
                  const std::vector<Pixel>& pixels, const Dictionary& dictionary,
                  const WhatIf& what_if, std::vector<std::string>& notes);

} // namespace tapir::trace
