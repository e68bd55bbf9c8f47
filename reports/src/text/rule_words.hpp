#pragma once

#include "tapir/trace/stage/rule.hpp"

namespace tapir::reports {

/// How a clause is joined to the one before it and to the one behind it.
enum class Joint : unsigned char {
    clause,     ///< "; " stands between it and its neighbours
    intro,      ///< it introduces the next clause, so that only a space follows
    aside,      ///< it goes with the clause before, so that only a space stands before it
    item,       ///< it is one of a list, so that a comma stands between it and another item
    with_change ///< a change of the stage: it stands in the frame "what the stage gives with ..."
};

/// A rule in words. `{0}` is the finding's first term, `{side}` its side.
/// What stands in brackets is left out where the finding has no such term.
struct RuleWords {
    trace::Rule rule;
    Joint joint;
    const char* words;
};

[[nodiscard]] const RuleWords& words_of(trace::Rule rule);

} // namespace tapir::reports
