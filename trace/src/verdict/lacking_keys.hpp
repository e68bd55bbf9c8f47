#pragma once

#include <set>
#include <string>
#include <vector>

#include "align/alignment.hpp"

namespace tapir::trace {

/// Keys that a text trace lacks although its dialect prints them. Without them all may still be
/// compared, with another print of the same quantity, so that nothing else tells of their absence.
class LackingKeys {
  public:
    LackingKeys(const Alignment& alignment, const ProgramModel& program);

    /// The keys that the program model has for the dialect of `own`, that `own` prints nowhere, and
    /// whose quantity both sides show: the other one under the same key, or at a place of which the
    /// key would speak. Of a kind of lines that is not there at all the kind stands for its keys; a
    /// port chooses its kinds of lines, so that only those of the other side are expected of it.
    /// @return names as in `key_name`, in the order of the model; empty for native traces
    [[nodiscard]] std::vector<std::string> in(const Side& own, const Side& other) const;

  private:
    const ProgramModel* program_;
    std::set<std::string> compared_keys_; ///< of either side
    std::set<std::string> compared_;      ///< taps
};

} // namespace tapir::trace
