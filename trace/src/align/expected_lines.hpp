#pragma once

#include <map>
#include <set>
#include <vector>

#include "align/alignment.hpp"

namespace tapir::trace {

/// Where a side's own records say that the other dialect prints its innermost lines.
///
/// A dialect may leave such a line out where a tap is exactly 0, or never come to it. What it shows
/// in no other line is then not shown at all, for the site itself and for every loop around it of
/// which no pass speaks.
class SpokenSites {
  public:
    SpokenSites(const Side& side, const Side& other, const ProgramModel& program);

    /// Whether the other dialect prints a record of this side.
    [[nodiscard]] bool prints(const NodeKey& node);

  private:
    const std::set<Site>& projected(LoopSet scope);

    const ProgramModel* program_;
    PrintedScope other_prints_;
    bool known_ = false;
    std::set<Site> sites_, silent_;
    std::map<LoopSet, std::set<Site>> projected_;
};

/// Values of `own` at whose place a kind of line of the other side lacks one that it prints at most
/// other places. The value may stand in another line as well: then it is compared there, and the
/// line is missing all the same.
[[nodiscard]] std::vector<const CanonicalValue*> lines_lacking(const Side& own, const Side& other,
                                                               const ProgramModel& program);

} // namespace tapir::trace
