#pragma once

#include <string>
#include <vector>

#include "tapir/trace/stage/finding.hpp"

namespace tapir::reports {

/// What one rule found, as a clause without a full stop. Text of unknown origin stands in it as it
/// is: who prints it makes it safe.
/// @throws InternalError  the finding lacks a term that its rule's wording needs
[[nodiscard]] std::string finding_text(const trace::Finding& finding);

/// All that was found out about a root, as one sentence without a full stop.
[[nodiscard]] std::string evidence_text(const trace::Evidence& evidence);

/// A note, with its findings behind it.
[[nodiscard]] std::string note_text(const trace::Note& note);
[[nodiscard]] std::vector<std::string> note_texts(const std::vector<trace::Note>& notes);

} // namespace tapir::reports
